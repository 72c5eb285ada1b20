package dev.confab.chat.protocol;

import dev.confab.common.frame.FrameFields;
import dev.confab.common.stream.StreamPosition;
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
     */
    record Hello(
            String id, @Nullable String client, @Nullable StreamPosition me) implements Command {}

    /**
     * Receive what happens in a room.
     *
     * @param position from which to go on
     * @param history how many of the newest events to send first where there is no position to go on from
     */
    record Join(String id, String room, @Nullable StreamPosition position, int history) implements Command {}

    /** Receive it no longer. */
    record Leave(String id, String room) implements Command {}

    /**
     * Say something.
     *
     * @param replyTo the id of the message that this one answers
     * @param traceParent the client's step of a trace, as it was sent
     */
    record Send(
            @Nullable String id,
            String room,
            String clientMessageId,
            String text,
            @Nullable String replyTo,
            @Nullable String traceParent)
            implements Command {}

    /** Typing began, goes on, or stopped. */
    record Typing(@Nullable String id, String room, boolean typing) implements Command {}

    /** Who is online in a room. */
    record ListPresence(String id, String room) implements Command {}

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

    /** Is the server there? */
    record Ping(@Nullable String id) implements Command {}

    /** The client is there. */
    record Pong(@Nullable String id) implements Command {}

    /** Something valid that asks for nothing. */
    record Nothing(@Nullable String id) implements Command {}
}
