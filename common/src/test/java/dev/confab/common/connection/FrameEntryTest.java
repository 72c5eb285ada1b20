package dev.confab.common.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class FrameEntryTest {
    private final FrameEntry entry = new FrameEntry();
    private final ChannelHandler other = new ChannelInboundHandlerAdapter();

    @Test
    void isNextToTheSocket() {
        ChannelPipeline pipeline = new EmbeddedChannel(other).pipeline();
        entry.addTo(pipeline);
        assertThat(handlers(pipeline)).startsWith(entry, other);
    }

    @Test
    void nothingPassesByTheEncryption() throws Exception {
        ChannelHandler tls = new SslHandler(SSLContext.getDefault().createSSLEngine());
        ChannelPipeline pipeline = new EmbeddedChannel(tls, other).pipeline();
        entry.addTo(pipeline);
        assertThat(handlers(pipeline)).startsWith(tls, entry, other);
    }

    private static List<ChannelHandler> handlers(ChannelPipeline pipeline) {
        return List.copyOf(pipeline.toMap().values());
    }
}
