package dev.confab.chat.protocol;

import dev.confab.common.frame.FrameFields;
import dev.confab.common.stream.StreamPosition;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client asks for. */
public sealed interface Command {

    /** Names the room of a connection that is in one room only. */
    String ONLY_ROOM = "";

    /** What replies and errors echo; null where the protocol has no such thing. */
    @Nullable
    String id();

    /**
     * The first frame.
     *
     * @param client what the client calls itself, for logs
     * @param me the position in the personal stream from which to go on
     * @param batch whether the client takes several frames in one
     * @param present whether others see by this connection that the user is online
     * @param rooms the rooms to join at once; null for a client that joins them one by one
     */
    record Hello(
            String id,
            @Nullable String client,
            @Nullable StreamPosition me,
            boolean batch,
            boolean present,
            @Nullable List<RoomStart> rooms)
            implements Command {}

    /** Receive what happens in a room. */
    record Join(String id, RoomStart start) implements Command {}

    /** Receive it no longer. */
    record Leave(String id, String room) implements Command {}

    /**
     * Say something.
     *
     * @param replyTo the id of the message that this one answers
     * @param threadId the id of the message in whose thread this one is a reply
     * @param attachments the ids of files that were uploaded for it
     * @param traceParent the client's step of a trace, as it was sent
     */
    record Send(
            @Nullable String id,
            String room,
            String clientMessageId,
            String text,
            @Nullable String replyTo,
            @Nullable String threadId,
            List<String> attachments,
            @Nullable String traceParent)
            implements Command {}

    /** Say something to some people only, who are named by {@code to}. */
    record Whisper(@Nullable String id, String room, String clientMessageId, String text, List<String> to)
            implements Command {}

    /** Typing began, goes on, or stopped. */
    record Typing(@Nullable String id, String room, boolean typing) implements Command {}

    /**
     * Who is online in a room.
     *
     * @param look whether the client wants to be told of changes in a large room too
     */
    record ListPresence(String id, String room, boolean look) implements Command {}

    /**
     * What a list shows: how many people are in rooms that the client watches, and who of some people is online. It
     * replaces what was looked at before.
     */
    record Look(String id, List<String> rooms, List<UUID> people) implements Command {}

    /** Everything up to an event has been read. */
    record Read(String id, String room, long seq) implements Command {}

    /**
     * Something else that people do in rooms.
     *
     * @param type of a {@link dev.confab.chat.action.RoomAction}
     * @param fields the whole frame
     * @param traceParent the client's step of a trace, as it was sent
     */
    record Action(
            String id,
            String type,
            FrameFields fields,
            @Nullable String traceParent) implements Command {}

    /**
     * All up to these events has been seen.
     *
     * @param rooms seqs by the names of rooms; those that are not joined do not count
     */
    record Seen(@Nullable String id, Map<String, Long> rooms) implements Command {}

    /** Is the server there? */
    record Ping(@Nullable String id) implements Command {}

    /**
     * The client is there.
     *
     * @param seen as in {@link Seen}
     */
    record Pong(@Nullable String id, Map<String, Long> seen) implements Command {}

    /** Something valid that asks for nothing. */
    record Nothing(@Nullable String id) implements Command {}
}
