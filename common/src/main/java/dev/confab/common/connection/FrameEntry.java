package dev.confab.common.connection;

import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * The place in a channel nearest to the socket, behind TLS if there is any. What is written here passes none of the handlers
 * that look at each write to find out that bytes are nothing for them.
 */
final class FrameEntry extends ChannelHandlerAdapter {
    private @Nullable ChannelHandlerContext channel;

    void addTo(ChannelPipeline pipeline) {
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (tls == null) {
            pipeline.addFirst(this);
        } else {
            pipeline.addAfter(tls.name(), null, this);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context;
    }

    ChannelHandlerContext channel() {
        if (channel == null) {
            throw new IllegalStateException("Not in a channel");
        }
        return channel;
    }
}
