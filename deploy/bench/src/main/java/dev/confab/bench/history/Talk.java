package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.bench.history.Said.Outcome;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What one device does: says things, over its socket or over REST at any node, until they are acknowledged; repeats some
 * of them; reads; leaves rooms; drops its connection. One thing after the other.
 */
final class Talk {
    private static final int REMEMBERED = 50;

    private final Lab lab;
    private final Device device;
    private final Person person;
    private final RandomGenerator random;
    private final long intervalMillis;
    private final Revising revising;
    private final List<Said> mine = new ArrayList<>();
    private int count;

    Talk(Lab lab, Device device, RandomGenerator random, double messagesPerSecond) {
        this.lab = lab;
        this.device = device;
        this.person = device.person();
        this.random = random;
        revising = new Revising(lab, device, random);
        this.intervalMillis = Math.round(1_000 / messagesPerSecond);
    }

    /** Until all are to fall silent. */
    void run() throws InterruptedException {
        while (lab.talking()) {
            Lab.pause(random, intervalMillis);
            String room = device.rooms().get(random.nextInt(device.rooms().size()));
            int dice = random.nextInt(100);
            if (dice < 55) {
                say(room);
            } else if (dice < 75) {
                revise(random.nextInt(20));
            } else if (dice < 80) {
                repeat();
            } else if (dice < 93) {
                read(room);
            } else if (dice < 97) {
                leave(room);
            } else {
                dropLink();
            }
        }
    }

    private void revise(int dice) throws InterruptedException {
        if (dice < 10) {
            revising.react();
        } else if (dice < 12) {
            revising.editForeign();
        } else if (!mine.isEmpty()) {
            Said said = mine.get(random.nextInt(mine.size()));
            if (dice < 17) {
                revising.edit(said);
            } else {
                mine.remove(said);
                revising.delete(said);
            }
        }
    }

    private void say(String room) throws InterruptedException {
        String id = "%s-%s-%d".formatted(person, device.name(), ++count);
        String text = "%s says %d in %s".formatted(person, random.nextInt(1_000_000), room);
        long begun = System.nanoTime();
        boolean uncertain = false;
        for (int attempt = 1; ; attempt++) {
            try {
                JsonNode answer = post(room, id, text);
                if (answer.has("messageId")) {
                    acknowledged(room, id, text, begun, answer);
                    return;
                }
                if (refusedForGood(answer)) {
                    if (!device.mayBeRefused(room, answer)) {
                        lab.history().breach("%s was refused for good in %s: %s".formatted(id, room, answer));
                    }
                    told(room, id, text, begun, uncertain ? Outcome.UNKNOWN : Outcome.REFUSED);
                    return;
                }
                lab.totals().refusals.increment();
            } catch (IOException unanswered) {
                uncertain = true;
                lab.totals().lostAnswers.increment();
            }
            if (lab.gaveUp()) {
                told(room, id, text, begun, Outcome.UNKNOWN);
                return;
            }
            Lab.pause(random, 100L * Math.min(attempt, 10));
        }
    }

    /** Not joined on this connection is no judgement on the message. */
    private static boolean refusedForGood(JsonNode answer) {
        String code = answer.path("code").asText();
        return !answer.path("temporary").asBoolean() && !code.equals("not_joined") && !code.equals("internal");
    }

    private void acknowledged(String room, String id, String text, long begun, JsonNode answer) {
        Said said = new Said(
                room,
                person.id(),
                id,
                text,
                begun,
                System.nanoTime(),
                Outcome.ACKNOWLEDGED,
                answer.path("messageId").asText(),
                position(answer));
        lab.history().said(said);
        if (mine.size() == REMEMBERED) {
            mine.remove(random.nextInt(REMEMBERED));
        }
        mine.add(said);
    }

    private void told(String room, String id, String text, long begun, Outcome outcome) {
        lab.history().said(new Said(room, person.id(), id, text, begun, System.nanoTime(), outcome, null, null));
    }

    /** Over the socket if there is one, mostly; otherwise over REST. Answers of both have the same fields. */
    private JsonNode post(String room, String id, String text) throws IOException, InterruptedException {
        Link link = device.link();
        if (link != null && random.nextInt(5) > 0) {
            ObjectNode send = Link.frame("send").put("room", room).put("clientMessageId", id);
            return link.ask(send.put("text", text));
        }
        URI node = lab.anyNode(random);
        Rest.Answer answer = person.call(
                node, "POST", "/api/rooms/" + room + "/messages", Map.of("clientMessageId", id, "text", text));
        if (answer.temporary() && answer.body() instanceof ObjectNode problem) {
            return problem.put("temporary", true);
        }
        if (!answer.body().isObject()) {
            throw new IOException("answered with " + answer.status());
        }
        return answer.body();
    }

    private void repeat() throws InterruptedException {
        if (mine.isEmpty()) {
            return;
        }
        Said said = mine.get(random.nextInt(mine.size()));
        try {
            JsonNode again = post(said.room(), said.clientMessageId(), said.text());
            if (again.has("messageId")) {
                lab.totals().repeats.increment();
                if (!again.path("messageId").asText().equals(said.messageId())
                        || !position(again).equals(said.position())) {
                    lab.history()
                            .breach("%s was stored at %s and, repeated, at %s"
                                    .formatted(said.clientMessageId(), said.position(), again));
                }
            }
        } catch (IOException unanswered) {
            lab.totals().lostAnswers.increment();
        }
    }

    private void read(String room) throws InterruptedException {
        Position reached = device.reached(room);
        if (reached == null) {
            return;
        }
        long seq = Math.max(1, reached.seq() - random.nextInt(8));
        Link link = device.link();
        try {
            if (link != null && random.nextInt(3) == 0) {
                ObjectNode seen = Link.frame("seen");
                seen.putObject("rooms").put(room, seq);
                link.send(seen);
                return;
            }
            if (acceptedRead(room, seq)) {
                lab.history().read(person.id(), room, seq);
            }
        } catch (IOException unanswered) {
            lab.totals().lostAnswers.increment();
        }
    }

    private boolean acceptedRead(String room, long seq) throws IOException, InterruptedException {
        Link link = device.link();
        if (link != null && random.nextBoolean()) {
            return link.ask(Link.frame("read").put("room", room).put("seq", seq))
                    .path("type")
                    .asText()
                    .equals("ok");
        }
        return person.call(lab.anyNode(random), "PUT", "/api/rooms/" + room + "/read", Map.of("seq", seq))
                .done();
    }

    private void leave(String room) throws InterruptedException {
        Link link = device.link();
        if (link == null) {
            return;
        }
        try {
            link.ask(Link.frame("leave").put("room", room));
        } catch (IOException unanswered) {
            lab.totals().lostAnswers.increment();
        }
    }

    private void dropLink() {
        Link link = device.link();
        if (link != null) {
            link.drop();
        }
    }

    private static Position position(JsonNode answer) {
        return new Position(answer.path("epoch").asText(), answer.path("seq").asLong());
    }
}
