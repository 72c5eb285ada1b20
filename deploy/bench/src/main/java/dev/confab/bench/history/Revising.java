package dev.confab.bench.history;

import java.io.IOException;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one device does to messages that exist: gives its own another text, deletes them, gives and takes back emoji, over
 * REST at any node. A change is tried until its fate is known, or given up when the run is over.
 */
final class Revising {
    private static final String[] EMOJI = {"%F0%9F%91%8D", "%F0%9F%8E%89", "%E2%9D%A4"};

    private final Lab lab;
    private final Device device;
    private final Person person;
    private final RandomGenerator random;
    private int count;

    Revising(Lab lab, Device device, RandomGenerator random) {
        this.lab = lab;
        this.device = device;
        this.person = device.person();
        this.random = random;
    }

    /** Says something else in place of what was said. */
    void edit(Said said) throws InterruptedException {
        String text = "%s corrects %s-%d".formatted(person, device.name(), ++count);
        change(said.room(), said.messageId(), "PATCH", "", Map.of("text", text), text);
    }

    void delete(Said said) throws InterruptedException {
        change(said.room(), said.messageId(), "DELETE", "", null, "");
    }

    /** To something that somebody said a short while ago. */
    void react() throws InterruptedException {
        Device.Seen seen = device.somethingSeen(random);
        if (seen != null) {
            String emoji = EMOJI[random.nextInt(EMOJI.length)];
            String method = random.nextInt(3) > 0 ? "PUT" : "DELETE";
            change(seen.room(), seen.messageId(), method, "/reactions/" + emoji, null, null);
        }
    }

    /** Nobody but its author may change what a message says. */
    void editForeign() throws InterruptedException {
        Device.Seen seen = device.somethingSeen(random);
        if (seen == null || seen.author().equals(person.id())) {
            return;
        }
        try {
            Rest.Answer answer = person.call(
                    lab.anyNode(random), "PATCH", path(seen.room(), seen.messageId(), ""), Map.of("text", "stolen"));
            lab.totals().probes.increment();
            if (answer.done()) {
                lab.history()
                        .breach("%s changed the text of %s in %s, which is not theirs"
                                .formatted(person, seen.messageId(), seen.room()));
            }
        } catch (IOException unanswered) {
            lab.totals().lostAnswers.increment();
        }
    }

    private void change(
            String room,
            @Nullable String messageId,
            String method,
            String what,
            @Nullable Object body,
            @Nullable String text)
            throws InterruptedException {
        if (messageId == null) {
            return;
        }
        try {
            Rest.Answer answer = lab.insist(person, random, method, path(room, messageId, what), body);
            if (answer.done()) {
                lab.totals().revisions.increment();
                if (text != null) {
                    lab.history().revised(new Revised(room, messageId, person.id(), text));
                }
            }
        } catch (IOException given) {
            lab.totals().lostAnswers.increment();
        }
    }

    private static String path(String room, String messageId, String what) {
        return "/api/rooms/%s/messages/%s%s".formatted(room, messageId, what);
    }
}
