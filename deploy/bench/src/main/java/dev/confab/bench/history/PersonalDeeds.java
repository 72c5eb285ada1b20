package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What concerns one person alone: whispers, messages for later, invitations into another room. */
final class PersonalDeeds {
    /** How many kinds of deeds there are; in the order of their numbers each can do something when it is done first. */
    static final int KINDS = 11;

    private final List<URI> nodes;
    private final String room;
    private final Person owner;
    private final Person watcher;
    private final RandomGenerator random;
    private int count;

    PersonalDeeds(List<URI> nodes, String room, Person owner, Person watcher, RandomGenerator random) {
        this.nodes = nodes;
        this.room = room;
        this.owner = owner;
        this.watcher = watcher;
        this.random = random;
    }

    /** The room into which the watcher is invited, and from which the watcher is sent away. */
    String otherRoom() {
        return room + "_x";
    }

    /** Does something and says what. */
    String deed(int kind) throws IOException, InterruptedException {
        count++;
        return switch (kind) {
            case 0 -> call(owner, "POST", "/api/rooms/" + room + "/whispers", whisper(watcher));
            case 1 -> call(watcher, "POST", "/api/rooms/" + room + "/whispers", whisper(owner));
            case 2, 3 ->
                call(
                        watcher,
                        "POST",
                        "/api/rooms/" + room + "/scheduled",
                        Map.of("text", "later " + count, "sendAt", tomorrow()));
            case 4 ->
                onFirst("/api/me/scheduled", "PATCH", "", Map.of("text", "even later " + count, "sendAt", tomorrow()));
            case 5 -> onFirst("/api/me/scheduled", "DELETE", "", null);
            case 6, 8 ->
                call(
                        owner,
                        "POST",
                        "/api/rooms/" + otherRoom() + "/invitations",
                        Map.of("username", watcher.username()));
            case 7 -> onFirst("/api/me/invitations", "POST", "/decline", null);
            case 9 -> onFirst("/api/me/invitations", "POST", "/accept", null);
            default -> call(owner, "DELETE", "/api/rooms/" + otherRoom() + "/members/" + watcher, null);
        };
    }

    private Map<String, Object> whisper(Person to) {
        return Map.of("to", List.of(to.username()), "text", "psst " + count, "clientMessageId", "whisper-" + count);
    }

    private static String tomorrow() {
        return Instant.now().plus(1, ChronoUnit.DAYS).toString();
    }

    /** Something with the first thing of a list of the watcher's. */
    private String onFirst(String list, String method, String what, @Nullable Object body)
            throws IOException, InterruptedException {
        JsonNode first =
                RoomReader.get(nodes.getFirst(), watcher, list).path("items").path(0);
        return first.isMissingNode()
                ? "nothing, because nothing is in " + list
                : call(watcher, method, list + "/" + first.path("id").asText() + what, body);
    }

    private String call(Person who, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        URI node = nodes.get(random.nextInt(nodes.size()));
        Rest.Answer answer = Rest.call(node, method, path, body, who.token(node));
        if (answer.status() >= 500) {
            throw new IOException("%s %s: %s".formatted(method, path, answer));
        }
        return "%s: %s %s %s: %d %s".formatted(who, method, path, body, answer.status(), answer.code());
    }
}
