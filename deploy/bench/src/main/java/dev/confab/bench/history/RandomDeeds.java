package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be done to a room over REST, chosen at random. What is refused, because the room is closed or
 * somebody is banned, is a deed as well: then nothing may have changed.
 */
final class RandomDeeds {
    private static final String[] EMOJI = {"%F0%9F%91%8D", "%F0%9F%8E%89", "%E2%9D%A4"};
    private static final String[] ROLES = {"moderator", "member", "read_only"};

    private final List<URI> nodes;
    private final String room;
    private final Person owner;
    private final Person watcher;
    private final List<Person> others;
    private final RandomGenerator random;
    /** Messages and those who said them. */
    private final List<Map.Entry<String, Person>> messages = new ArrayList<>();

    /** What concerns the watcher alone. */
    private final PersonalDeeds personal;

    private long lastSeq;
    private int count;

    /**
     * @param watcher somebody whose membership is left alone
     * @param others people to whom anything may be done
     */
    RandomDeeds(
            List<URI> nodes, String room, Person owner, Person watcher, List<Person> others, RandomGenerator random) {
        this.nodes = nodes;
        this.room = room;
        this.owner = owner;
        this.watcher = watcher;
        this.others = others;
        this.random = random;
        personal = new PersonalDeeds(nodes, room, owner, watcher, random);
    }

    /** The room into which the watcher is invited. */
    String otherRoom() {
        return personal.otherRoom();
    }

    /** Does something and says what. */
    String next() throws IOException, InterruptedException {
        count++;
        return switch (count) {
            // Each kind at least once, in whatever way the dice fall afterwards.
            case 1 -> say(owner, Map.of());
            case 2 -> onMessage(owner, "PATCH", "", Map.of("text", "corrected at once"));
            case 3 -> onMessage(watcher, "PUT", "/reactions/" + EMOJI[0], null);
            case 4 -> onMessage(watcher, "DELETE", "/reactions/" + EMOJI[0], null);
            case 5 -> onMessage(owner, "PUT", "/pin", null);
            case 6 -> onMessage(owner, "DELETE", "/pin", null);
            case 7 -> onMessage(owner, "DELETE", "", null);
            case 8 -> withFile(owner);
            case 9 -> readThread(messages.getLast().getKey());
            default -> count < 10 + PersonalDeeds.KINDS ? personal.deed(count - 10) : atRandom();
        };
    }

    private String atRandom() throws IOException, InterruptedException {
        return switch (random.nextInt(28)) {
            case 0, 1, 2, 3 -> say(Map.of());
            case 4 ->
                messages.isEmpty()
                        ? say(Map.of())
                        : say(Map.of("replyTo", message().getKey()));
            case 5, 6 ->
                messages.isEmpty()
                        ? say(Map.of())
                        : say(Map.of("threadId", message().getKey()));
            case 7, 8 -> onMessage(null, "PATCH", "", Map.of("text", "corrected %d".formatted(count)));
            case 9 -> onMessage(random.nextBoolean() ? owner : null, "DELETE", "", null);
            case 10, 11, 12 ->
                onMessage(anybody(), random.nextInt(3) > 0 ? "PUT" : "DELETE", "/reactions/" + emoji(), null);
            case 13 -> onMessage(owner, random.nextInt(3) > 0 ? "PUT" : "DELETE", "/pin", null);
            case 14, 15 ->
                deed(owner, "PUT", "/members/" + other(), Map.of("role", ROLES[random.nextInt(ROLES.length)]));
            case 16 ->
                random.nextBoolean()
                        ? deed(owner, "DELETE", "/members/" + other(), null)
                        : deed(owner, "POST", "/members/" + other() + "/kick", Map.of("reason", "for a test"));
            case 17 ->
                random.nextInt(3) == 0
                        ? deed(owner, "PUT", "/bans/" + other(), Map.of("reason", "for a test"))
                        : deed(owner, "DELETE", "/bans/" + other(), null);
            case 18 -> deed(owner, "PATCH", "", settings());
            case 19 ->
                random.nextInt(3) == 0
                        ? deed(owner, "POST", "/close", Map.of("reason", "for a test", "archive", true))
                        : deed(owner, "POST", "/reopen", null);
            case 20, 21 -> deed(watcher, "PUT", "/read", Map.of("seq", 1 + random.nextLong(lastSeq + 1)));
            case 22 ->
                random.nextBoolean()
                        ? deed(watcher, "POST", "/unread", Map.of("seq", 1 + random.nextLong(lastSeq + 1)))
                        : deed(watcher, random.nextBoolean() ? "PUT" : "DELETE", "/mute", null);
            case 23, 24 -> personal.deed(random.nextInt(PersonalDeeds.KINDS));
            case 25 -> withFile(anybody());
            case 26 -> messages.isEmpty() ? say(Map.of()) : readThread(message().getKey());
            default ->
                random.nextBoolean()
                        ? deed(watcher, "PUT", "/draft", Map.of("text", random.nextBoolean() ? "half " + count : ""))
                        : deed(owner, "POST", "/announcements", Map.of("title", "News", "text", "number " + count));
        };
    }

    /** How far the room has come, for deeds that name a place. */
    void reached(long seq) {
        lastSeq = seq;
    }

    private String say(Map<String, String> more) throws IOException, InterruptedException {
        return say(anybody(), more);
    }

    private String say(Person author, Map<String, String> more) throws IOException, InterruptedException {
        return post(author, more);
    }

    private String post(Person author, Map<String, ?> more) throws IOException, InterruptedException {
        Map<String, Object> body = new HashMap<>(more);
        body.put("clientMessageId", "deed-" + count);
        body.put("text", random.nextInt(3) == 0 ? "@%s look %d".formatted(watcher, count) : "number " + count);
        Rest.Answer answer = call(author, "POST", "/messages", body);
        JsonNode id = answer.body().path("messageId");
        if (answer.done() && id.isTextual()) {
            messages.add(Map.entry(id.asText(), author));
        }
        return "%s posts %s: %d".formatted(author, body, answer.status());
    }

    private String withFile(Person author) throws IOException, InterruptedException {
        URI node = nodes.get(random.nextInt(nodes.size()));
        byte[] content = ("file " + count).getBytes(StandardCharsets.UTF_8);
        Rest.Answer uploaded =
                Rest.upload(node, "/api/rooms/" + room + "/attachments", "note.txt", content, author.token(node));
        if (!uploaded.done()) {
            return "%s uploads a file: %d".formatted(author, uploaded.status());
        }
        return post(
                author, Map.of("attachments", List.of(uploaded.body().path("id").asText())));
    }

    /** A reply in a thread, which the watcher has read then. */
    private String readThread(String root) throws IOException, InterruptedException {
        Rest.Answer reply = call(
                owner, "POST", "/messages", Map.of("clientMessageId", "reply-" + count, "text", "r", "threadId", root));
        if (!reply.done()) {
            return "a reply to %s: %d".formatted(root, reply.status());
        }
        messages.add(Map.entry(reply.body().path("messageId").asText(), owner));
        return deed(
                watcher,
                "POST",
                "/messages/" + root + "/thread/read",
                Map.of("seq", reply.body().path("seq").asLong()));
    }

    /** @param who null for its author */
    private String onMessage(@Nullable Person who, String method, String what, @Nullable Object body)
            throws IOException, InterruptedException {
        if (messages.isEmpty()) {
            return say(Map.of());
        }
        Map.Entry<String, Person> message = message();
        return deed(who == null ? message.getValue() : who, method, "/messages/" + message.getKey() + what, body);
    }

    private String deed(Person who, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        Rest.Answer answer = call(who, method, path, body);
        return "%s: %s %s %s: %d %s".formatted(who, method, path, body, answer.status(), answer.code());
    }

    private Rest.Answer call(Person who, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        URI node = nodes.get(random.nextInt(nodes.size()));
        Rest.Answer answer = Rest.call(node, method, "/api/rooms/" + room + path, body, who.token(node));
        if (answer.status() >= 500) {
            throw new IOException("%s %s: %s".formatted(method, path, answer));
        }
        return answer;
    }

    private Map<String, Object> settings() {
        return switch (random.nextInt(3)) {
            case 0 -> Map.of("topic", "about " + count);
            case 1 -> Map.of("defaultRole", random.nextBoolean() ? "member" : "read_only");
            default -> Map.of("retentionDays", 100 + count);
        };
    }

    private Map.Entry<String, Person> message() {
        return messages.get(random.nextInt(messages.size()));
    }

    private String emoji() {
        return EMOJI[random.nextInt(EMOJI.length)];
    }

    private Person other() {
        return others.get(random.nextInt(others.size()));
    }

    private Person anybody() {
        int number = random.nextInt(others.size() + 2);
        return number == 0 ? owner : number == 1 ? watcher : others.get(number - 2);
    }
}
