package dev.confab.common.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Stands in a connection's channel between the WebSocket decoder and Vert.x, and does what neither does: refuses text that
 * is not UTF-8 (1007), messages over the limit however they are fragmented (1009) and binary messages, each by a close frame
 * that reaches the client; holds reading back; notices signs of life.
 *
 * <p>Installed before the handshake; until {@link #attach} it lets everything pass. All calls are on the event loop unless
 * said otherwise.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {

    private final int maxMessageBytes;
    private final FrameEntry entry = new FrameEntry();
    private @Nullable ChannelHandlerContext channel;
    private @Nullable Connection connection;
    private @Nullable ByteBuf fragments;
    private boolean refusing;

    FrameGuard(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        releaseFragments();
    }

    void attach(Connection attached) {
        connection = attached;
    }

    /** Where frames enter the channel that are bytes already. */
    FrameEntry entry() {
        return entry;
    }

    ChannelHandlerContext channel() {
        if (channel == null) {
            throw new IllegalStateException("Not in a channel");
        }
        return channel;
    }

    /** Stops or resumes reading from the client. Any thread. */
    void holdBack(boolean hold) {
        ChannelHandlerContext context = channel();
        context.executor().execute(() -> context.channel().config().setAutoRead(!hold));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!(message instanceof WebSocketFrame frame)) {
            context.fireChannelRead(message);
            return;
        }
        if (connection != null) {
            connection.noticeLife();
        }
        if (frame instanceof CloseWebSocketFrame) {
            context.fireChannelRead(frame);
            return;
        }
        CloseCode refusal = refusing ? null : check(frame);
        if (refusal != null) {
            refuse(refusal);
        }
        if (refusing) {
            ReferenceCountUtil.release(frame);
        } else {
            context.fireChannelRead(frame);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        if (connection != null && context.channel().isWritable()) {
            connection.flush();
        }
        super.channelWritabilityChanged(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        releaseFragments();
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (connection != null && cause instanceof IOException) {
            // The client has vanished, as clients do: that is the end of the channel, and nothing to complain of.
            var _ = context.close();
        } else if (connection == null
                || !(cause instanceof CorruptedFrameException || cause instanceof TooLongFrameException)) {
            super.exceptionCaught(context, cause);
        } else if (!refusing) {
            boolean tooLong = cause instanceof TooLongFrameException
                    || String.valueOf(cause.getMessage()).contains("length");
            refuse(tooLong ? CloseCode.TOO_LARGE : CloseCode.PROTOCOL_VIOLATION);
        }
    }

    private void refuse(CloseCode code) {
        refusing = true;
        releaseFragments();
        if (connection != null) {
            connection.close(code, code.reason());
        }
    }

    private @Nullable CloseCode check(WebSocketFrame frame) {
        if (frame instanceof BinaryWebSocketFrame) {
            return CloseCode.PROTOCOL_VIOLATION;
        }
        if (!(frame instanceof TextWebSocketFrame) && !(frame instanceof ContinuationWebSocketFrame)) {
            return null;
        }
        ByteBuf content = frame.content();
        int before = fragments == null ? 0 : fragments.readableBytes();
        if (before + content.readableBytes() > maxMessageBytes) {
            return CloseCode.TOO_LARGE;
        }
        if (fragments == null && frame.isFinalFragment()) {
            return isUtf8(content) ? null : CloseCode.INVALID_TEXT;
        }
        if (fragments == null) {
            fragments = Unpooled.buffer(content.readableBytes());
        }
        fragments.writeBytes(content, content.readerIndex(), content.readableBytes());
        if (!frame.isFinalFragment()) {
            return null;
        }
        boolean valid = isUtf8(fragments);
        releaseFragments();
        return valid ? null : CloseCode.INVALID_TEXT;
    }

    private static boolean isUtf8(ByteBuf text) {
        if (text.forEachByte(value -> value >= 0) == -1) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(text.nioBuffer());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private void releaseFragments() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }
}
