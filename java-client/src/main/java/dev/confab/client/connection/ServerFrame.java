package dev.confab.client.connection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.ConfabException;
import dev.confab.client.StreamPosition;
import dev.confab.client.UserRef;
import org.jspecify.annotations.Nullable;

/** A frame from the server, decoded. {@code id} names the command that it answers. */
sealed interface ServerFrame {
    /** {@code me} is the top of the personal stream; {@code meRecovered} is about the position given in the hello. */
    record Welcome(Session session, StreamPosition me, boolean meRecovered) implements ServerFrame {}

    /** Without an id where the hello asked. */
    record Joined(@Nullable String id, JoinedRoom joined) implements ServerFrame {}

    /** A room that the hello named cannot be joined. */
    record RoomRefused(String room, ConfabException error) implements ServerFrame {}

    record Left(
            @Nullable String id,
            String room,
            @Nullable String code,
            @Nullable String message) implements ServerFrame {}

    record Ack(String id, SentMessage sent) implements ServerFrame {}

    /** {@code result} is missing where nothing came of it. */
    record Ok(String id, JsonNode result) implements ServerFrame {}

    record Ping() implements ServerFrame {}

    record Event(ConfabEvent event) implements ServerFrame {}

    record Typing(String room, UserRef user, boolean typing) implements ServerFrame {}

    record Present(String id, PresenceList list) implements ServerFrame {}

    record PresenceChange(String room, UserRef user, boolean online, int count) implements ServerFrame {}

    /** In a room that is too large to tell of each. */
    record PresenceCount(String room, int count) implements ServerFrame {}

    record Failure(@Nullable String id, ConfabException error) implements ServerFrame {}

    /** A type that this client does not know, or an answer that needs nothing done. */
    record Other(String type) implements ServerFrame {}
}
