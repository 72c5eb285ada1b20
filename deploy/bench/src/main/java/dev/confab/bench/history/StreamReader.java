package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads streams from their beginning, as a client does that resumes from long ago. */
final class StreamReader {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private StreamReader() {}

    /** A room, as somebody who may see it receives it from its first event. */
    static List<LoggedEvent> room(URI node, Person reader, String room) throws IOException, InterruptedException {
        try (Link link = Link.open(node, reader.token(node))) {
            link.send(Link.frame("hello").put("id", "h"));
            await(link, "welcome");
            link.send(Link.frame("join").put("id", "top").put("room", room));
            JsonNode top = await(link, "joined");
            link.send(Link.frame("leave").put("id", "out").put("room", room));
            await(link, "left");
            link.send(Link.frame("join")
                    .put("id", "all")
                    .put("room", room)
                    .put("epoch", top.path("epoch").asText())
                    .put("seq", 0));
            JsonNode joined = await(link, "joined");
            if (!joined.path("recovered").asBoolean()) {
                throw new IOException(room + " cannot be read from its beginning: " + joined);
            }
            return events(link, joined.path("seq").asLong());
        }
    }

    /** A person's own stream. */
    static List<LoggedEvent> personal(URI node, Person person) throws IOException, InterruptedException {
        String epoch;
        try (Link link = Link.open(node, person.token(node))) {
            link.send(Link.frame("hello").put("id", "h"));
            epoch = await(link, "welcome").path("me").path("epoch").asText();
        }
        try (Link link = Link.open(node, person.token(node))) {
            ObjectNode hello = Link.frame("hello").put("id", "h");
            hello.putObject("me").put("epoch", epoch).put("seq", 0);
            link.send(hello);
            JsonNode me = await(link, "welcome").path("me");
            if (!me.path("recovered").asBoolean()) {
                throw new IOException("the stream of " + person + " cannot be read from its beginning: " + me);
            }
            return events(link, me.path("seq").asLong());
        }
    }

    private static List<LoggedEvent> events(Link link, long last) throws IOException {
        List<LoggedEvent> events = new ArrayList<>();
        while (events.isEmpty() ? last > 0 : events.getLast().seq() < last) {
            for (JsonNode frame : link.receive(PATIENCE)) {
                if (frame.path("type").asText().equals("event")) {
                    events.add(LoggedEvent.of(frame));
                } else {
                    answerPing(link, frame);
                }
            }
        }
        return List.copyOf(events);
    }

    private static JsonNode await(Link link, String type) throws IOException {
        while (true) {
            for (JsonNode frame : link.receive(PATIENCE)) {
                String found = frame.path("type").asText();
                if (found.equals(type)) {
                    return frame;
                }
                if (found.equals("error")) {
                    throw new IOException("instead of " + type + ": " + frame);
                }
                answerPing(link, frame);
            }
        }
    }

    private static void answerPing(Link link, JsonNode frame) throws IOException {
        if (frame.path("type").asText().equals("ping")) {
            link.send(Link.frame("pong"));
        }
    }
}
