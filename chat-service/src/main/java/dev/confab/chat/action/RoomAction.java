package dev.confab.chat.action;

import org.jspecify.annotations.Nullable;

/**
 * One thing that people do in a room over the native protocol; one bean for each type of frame. The room need not be
 * joined on the connection that asks: the service behind the action decides who may do what.
 */
public interface RoomAction {

    /** The frame's type, such as {@code edit}; not that of a command of the protocol itself. */
    String type();

    /**
     * Does it. On a virtual thread, in a request context, without a transaction; the actions of one connection one at a
     * time and in their order. Request id and trace are current, as they are in a request of REST.
     *
     * @return what the reply carries as {@code result}, a record; null for nothing
     * @throws dev.confab.common.error.ConfabException what the client is told when it is refused
     * @throws dev.confab.common.frame.BadFrameException from the fields of the request
     */
    @Nullable
    Object perform(ActionRequest request);

    /** Whether something else limits how often a user may do this, so that the limit of all actions does not count it. */
    default boolean hasOwnLimit() {
        return false;
    }
}
