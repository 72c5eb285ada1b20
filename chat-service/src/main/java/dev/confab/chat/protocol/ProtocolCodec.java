package dev.confab.chat.protocol;

import dev.confab.common.connection.OutboundFrame;
import dev.confab.common.frame.BadFrameException;
import dev.confab.common.stream.EventEncoding;
import org.jspecify.annotations.Nullable;

/** The one place where a protocol's JSON is read and written. Stateless. */
public interface ProtocolCodec {

    /** The protocol's name in metrics. */
    String name();

    /**
     * Reads what a client sent.
     *
     * @throws BadFrameException when it is not a command
     */
    Command decode(String text);

    /** Writes a frame; null where the protocol has no words for it. */
    @Nullable
    OutboundFrame encode(ServerFrame frame);

    /** The form of a stream's events, shared by all connections of this protocol; {@link OutboundFrame#NONE} for no words. */
    EventEncoding<OutboundFrame> events();

    /** What asks the client for a sign of life. */
    OutboundFrame ping();
}
