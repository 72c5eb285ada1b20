package dev.confab.common.connection;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A text frame ready for the wire, header included. Frames from a server are not masked, so one frame serves any number of
 * connections.
 */
public final class OutboundFrame {

    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_PING = 0x89;
    private static final int SHORT_HEADER = 2;
    private static final int SHORT_LENGTH = 125;
    private static final int MEDIUM_LENGTH = 0xFFFF;

    /** Stands for what a protocol has no words for; never sent. */
    public static final OutboundFrame NONE = new OutboundFrame(new byte[0], true);

    private final byte[] bytes;
    private final boolean ephemeral;

    private OutboundFrame(byte[] bytes, boolean ephemeral) {
        this.bytes = bytes;
        this.ephemeral = ephemeral;
    }

    /** A frame that must arrive. */
    public static OutboundFrame durable(byte[] utf8) {
        return new OutboundFrame(framed(FINAL_TEXT, utf8), false);
    }

    /** A frame that is dropped where its connection has a backlog, such as typing and presence. */
    public static OutboundFrame ephemeral(byte[] utf8) {
        return new OutboundFrame(framed(FINAL_TEXT, utf8), true);
    }

    /** A WebSocket ping. */
    public static OutboundFrame ping() {
        return new OutboundFrame(framed(FINAL_PING, "ping".getBytes(StandardCharsets.US_ASCII)), false);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether it is text, which may travel with others in one frame. */
    boolean isText() {
        return bytes.length > 0 && (bytes[0] & 0xFF) == FINAL_TEXT;
    }

    /** Where the text begins, behind the header. */
    int textStart() {
        return switch (bytes[1] & 0x7F) {
            case 126 -> SHORT_HEADER + 2;
            case 127 -> SHORT_HEADER + 8;
            default -> SHORT_HEADER;
        };
    }

    int textLength() {
        return bytes.length - textStart();
    }

    /** Writes the header of a text frame of a length. */
    static void writeTextHeader(ByteBuf target, int length) {
        target.writeByte(FINAL_TEXT);
        if (length <= SHORT_LENGTH) {
            target.writeByte(length);
        } else if (length <= MEDIUM_LENGTH) {
            target.writeByte(126).writeShort(length);
        } else {
            target.writeByte(127).writeLong(length);
        }
    }

    int size() {
        return bytes.length;
    }

    boolean isEphemeral() {
        return ephemeral;
    }

    private static byte[] framed(int opcode, byte[] payload) {
        int length = payload.length;
        int header = length <= SHORT_LENGTH ? 2 : length <= MEDIUM_LENGTH ? 4 : 10;
        byte[] frame = new byte[header + length];
        frame[0] = (byte) opcode;
        if (length <= SHORT_LENGTH) {
            frame[1] = (byte) length;
        } else if (length <= MEDIUM_LENGTH) {
            frame[1] = 126;
            frame[2] = (byte) (length >>> 8);
            frame[3] = (byte) length;
        } else {
            frame[1] = 127;
            for (int index = 0; index < 4; index++) {
                frame[6 + index] = (byte) (length >>> (24 - 8 * index));
            }
        }
        System.arraycopy(payload, 0, frame, header, length);
        return frame;
    }
}
