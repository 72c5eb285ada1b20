package dev.confab.chat.protocol;

import dev.confab.chat.message.PostedMessage;
import dev.confab.chat.presence.PresentUser;
import dev.confab.chat.status.UserStatus;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the server says, apart from the events of streams. A protocol may have no words for some of it. */
public sealed interface ServerFrame {

    /** Answers the greeting. Guests have no personal stream. */
    record Welcome(
            String id,
            UUID session,
            UserIdentity user,
            Instant serverTime,
            @Nullable Resumed me) implements ServerFrame {}

    /** Where a stream stands, and whether the position that a client gave is continued whole. */
    record Resumed(StreamPosition top, long from, boolean recovered) {}

    /** The room is joined; the events that follow begin with {@link Resumed#from}. Without an id where a greeting asked. */
    record Joined(@Nullable String id, String room, UUID roomId, Resumed stream) implements ServerFrame {}

    /** A room that a greeting named cannot be joined. */
    record RoomRefused(
            String room,
            ErrorCode code,
            String message,
            @Nullable Duration retryAfter) implements ServerFrame {}

    /** Every room that a greeting named is answered. */
    record RoomsAnswered() implements ServerFrame {}

    /** The room is left, as asked for. */
    record Left(String id, String room) implements ServerFrame {}

    /** The server ended the membership. */
    record Removed(String room, String code, String message) implements ServerFrame {}

    /** Somebody closed the room, for everyone. */
    record Closed(String room, String reason) implements ServerFrame {}

    /** A message is stored. */
    record Ack(@Nullable String id, String room, UUID roomId, String clientMessageId, PostedMessage message)
            implements ServerFrame {}

    /**
     * Who is online, and what they tell of themselves.
     *
     * @param users by name, the first of them where there are many
     * @param count how many there are
     */
    record Present(String id, String room, List<PresentUser> users, Map<UUID, UserStatus> statuses, int count)
            implements ServerFrame {}

    /**
     * Done.
     *
     * @param result what came of it, as JSON
     */
    record Ok(String id, @Nullable String result) implements ServerFrame {}

    /** The server is there. */
    record Pong(@Nullable String id, Instant serverTime) implements ServerFrame {}

    /** Somebody types, or no longer does. */
    record TypingShown(String room, UUID userId, String username, boolean typing) implements ServerFrame {}

    /**
     * Something else for whoever looks at the room, or at a person.
     *
     * @param room null where it is about a person wherever they are
     * @param type of the frame
     * @param fields a JSON object: what else the frame has
     */
    record Hint(@Nullable String room, String type, String fields) implements ServerFrame {}

    /** Somebody came or went. */
    record PresenceShown(String room, UUID userId, String username, boolean online, int count) implements ServerFrame {}

    /** So many people are in a room that is too large to tell of each of them. */
    record PresenceCounted(String room, int count) implements ServerFrame {}

    /**
     * What is looked at, as it is now.
     *
     * @param rooms  how many people are in each
     * @param people those of them who are online
     */
    record LookedAt(String id, Map<String, Integer> rooms, Set<UUID> people) implements ServerFrame {}

    /** Somebody who is looked at came online or went offline. */
    record PersonShown(UUID userId, String username, boolean online) implements ServerFrame {}

    /** A command was refused; the connection stays. */
    record Failure(
            @Nullable String id,
            ErrorCode code,
            String message,
            @Nullable Duration retryAfter) implements ServerFrame {}
}
