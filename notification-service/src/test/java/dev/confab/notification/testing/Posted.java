package dev.confab.notification.testing;

import dev.confab.common.id.Uuid7;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A message of a test, as chat-service publishes it. */
public record Posted(
        UUID id,
        TestRoom room,
        long seq,
        Somebody author,
        String text,
        List<Somebody> mentions,
        @Nullable Somebody repliesTo,
        Instant time) {

    /** A room of a test, which counts its messages. */
    public static final class TestRoom {
        final UUID id = UUID.randomUUID();
        final String name;
        private long top;
        private String epoch = "e-1";

        public TestRoom() {
            this("room_", 8);
        }

        private TestRoom(String prefix, int digits) {
            name = prefix + id.toString().replace("-", "").substring(0, digits);
        }

        /** One that people do not call by its name. */
        public static TestRoom conversation() {
            return new TestRoom("group_", 32);
        }

        public UUID id() {
            return id;
        }

        public String name() {
            return name;
        }

        /** As if the database had been restored to its beginning. */
        public synchronized void beginsAnew() {
            epoch = "f-1";
            top = 0;
        }

        synchronized String epoch() {
            return epoch;
        }

        synchronized long next() {
            return ++top;
        }
    }

    /** A message that mentions people. */
    public static Posted mentioning(TestRoom room, Somebody author, Somebody... mentioned) {
        String text = Arrays.stream(mentioned).map(one -> "@" + one.username()).collect(Collectors.joining(" "));
        return new Posted(Uuid7.create(), room, room.next(), author, text, List.of(mentioned), null, Instant.now());
    }

    public Posted answering(Somebody other) {
        return new Posted(id, room, seq, author, text, mentions, other, time);
    }

    public Posted saying(String newText) {
        return new Posted(id, room, seq, author, newText, mentions, repliesTo, time);
    }

    public Posted at(Instant newTime) {
        return new Posted(id, room, seq, author, text, mentions, repliesTo, newTime);
    }

    /** The event that this message says something else since. */
    public String edited(String newText) {
        return event(
                "message.edited",
                "{\"messageId\":\"%s\",\"seq\":%d,\"text\":\"%s\",\"editedAt\":\"%s\"}"
                        .formatted(id, seq, newText, Instant.now()));
    }

    /** The event that this message says something else since, and names people whom it did not name before. */
    public String editedNaming(String newText, Somebody... added) {
        String people = Arrays.stream(added).map(Somebody::json).collect(Collectors.joining(","));
        return event(
                "message.edited",
                "{\"messageId\":\"%s\",\"seq\":%d,\"text\":\"%s\",\"mentions\":[%s],\"added\":[%s],\"editedAt\":\"%s\"}"
                        .formatted(id, seq, newText, people, people, Instant.now()));
    }

    /** The event that this message is gone. */
    public String deleted() {
        return event("message.deleted", "{\"messageId\":\"%s\",\"seq\":%d}".formatted(id, seq));
    }

    /** This message as a reply in a thread that these people follow. */
    public String inThreadOf(Somebody... followers) {
        return json().replace(
                        "\"payload\":{",
                        "\"payload\":{\"thread\":{\"messageId\":\"%s\",\"seq\":1,\"followers\":[%s]},"
                                .formatted(
                                        UUID.randomUUID(),
                                        Arrays.stream(followers)
                                                .map(Somebody::json)
                                                .collect(Collectors.joining(","))));
    }

    private String event(String kind, String payload) {
        return """
                {"specversion":"1.0","id":"%s","source":"/confab/chat","type":"dev.confab.chat.%s",\
                "subject":"%s","time":"%s","datacontenttype":"application/json","data":{"streamId":"%s","room":"%s",\
                "epoch":"%s","seq":%d,"user":%s,"payload":%s}}""".formatted(
                        Uuid7.create(),
                        kind,
                        room.name,
                        Instant.now(),
                        room.id,
                        room.name,
                        room.epoch(),
                        room.next(),
                        author.json(),
                        payload);
    }

    String json() {
        String answered = repliesTo == null
                ? ""
                : ",\"replyTo\":{\"messageId\":\"%s\",\"seq\":1,\"user\":%s,\"text\":\"before\"}"
                        .formatted(UUID.randomUUID(), repliesTo.json());
        return """
                {"specversion":"1.0","id":"%s","source":"/confab/chat","type":"dev.confab.chat.message.posted",\
                "subject":"%s","time":"%s","datacontenttype":"application/json","data":{"streamId":"%s","room":"%s",\
                "epoch":"%s","seq":%d,"user":%s,"clientMessageId":"c","payload":{"text":"%s","mentions":[%s]%s}}}""".formatted(
                        id,
                        room.name,
                        time,
                        room.id,
                        room.name,
                        room.epoch(),
                        seq,
                        author.json(),
                        text,
                        mentions.stream().map(Somebody::json).collect(Collectors.joining(",")),
                        answered);
    }
}
