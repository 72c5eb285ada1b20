package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What REST says of one person, in the words of {@link PersonState}. */
final class FreshPerson {
    private final URI node;
    private final Person person;
    private final String room;

    FreshPerson(URI node, Person person, String room) {
        this.node = node;
        this.person = person;
        this.room = room;
    }

    Map<String, String> whispers() throws IOException, InterruptedException {
        return byId(
                get("/api/rooms/" + room + "/asides").path("whispers"),
                "messageId",
                whisper -> whisper.path("text").asText());
    }

    Map<String, String> scheduled() throws IOException, InterruptedException {
        return byId(get("/api/me/scheduled").path("items"), "id", PersonState::later);
    }

    Map<String, String> invitations() throws IOException, InterruptedException {
        return byId(
                get("/api/me/invitations").path("items"),
                "id",
                invitation -> invitation.path("room").asText());
    }

    /** Up to where a thread is read; 0 also for one that is gone. */
    long threadRead(String root) throws IOException, InterruptedException {
        return person.call(node, "GET", "/api/rooms/" + room + "/messages/" + root + "/thread")
                .body()
                .path("readSeq")
                .asLong();
    }

    boolean isIn(String name) throws IOException, InterruptedException {
        return person.call(node, "GET", "/api/rooms/" + name).done();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return RoomReader.get(node, person, path);
    }

    private static Map<String, String> byId(JsonNode items, String id, Function<JsonNode, String> words) {
        Map<String, String> result = new TreeMap<>();
        items.forEach(item -> result.put(item.path(id).asText(), words.apply(item)));
        return result;
    }
}
