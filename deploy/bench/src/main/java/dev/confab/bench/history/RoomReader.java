package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Reads over REST what a room looks like. */
final class RoomReader {
    private static final int PAGE = 200;

    private RoomReader() {}

    /** Every message of the room, page by page. */
    static List<JsonNode> messages(URI node, Person reader, String room) throws IOException, InterruptedException {
        List<JsonNode> messages = new ArrayList<>();
        long after = 0;
        boolean more = true;
        while (more) {
            JsonNode page = get(node, reader, "/api/rooms/%s/messages?after=%d&limit=%d".formatted(room, after, PAGE));
            for (JsonNode item : page.path("items")) {
                messages.add(item);
                after = item.path("seq").asLong();
            }
            more = page.path("hasMore").asBoolean();
        }
        return messages;
    }

    static JsonNode get(URI node, Person reader, String path) throws IOException, InterruptedException {
        Rest.Answer answer = reader.call(node, "GET", path);
        if (!answer.done()) {
            throw new IOException("GET " + path + ": " + answer);
        }
        return answer.body();
    }
}
