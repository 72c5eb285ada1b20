package dev.confab.common.connection;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("CH-09")
class OutboundQueueTest {

    private static final long SOFT = 1_000;
    private static final long HARD = 2_000;

    private final ChannelInboundHandlerAdapter anchor = new ChannelInboundHandlerAdapter();
    private final EmbeddedChannel channel = new EmbeddedChannel(anchor);
    private final ChannelHandlerContext context = channel.pipeline().context(anchor);
    private final OutboundRound round = new OutboundRound(context.executor());
    private final AtomicLong total = new AtomicLong();
    private final OutboundQueue queue = new OutboundQueue(context, round, SOFT, HARD, total);

    @Test
    void writesInOrderAndForgetsWhatWasWritten() {
        for (int number = 0; number < 5; number++) {
            assertThat(queue.offer(frame("frame " + number, 10))).isEqualTo(OutboundQueue.Offer.TAKEN);
        }
        channel.runPendingTasks();

        assertThat(framesIn(written()))
                .extracting(text -> text.substring(0, 7))
                .containsExactly("frame 0", "frame 1", "frame 2", "frame 3", "frame 4");
        assertThat(queue.bytes()).isZero();
        assertThat(total).hasValue(0);
    }

    @Test
    void sendsWhatWaitsAsOneFrameToWhoUnderstandsThat() {
        queue.batch();
        queue.offer(json("{\"n\":1}"));
        channel.runPendingTasks();
        String long1 = "{\"n\":\"" + "x".repeat(300) + "\"}";
        queue.offer(json(long1));
        queue.offer(OutboundFrame.ping());
        queue.offer(json("{\"n\":3}"));
        queue.offer(json("{\"n\":4}"));
        channel.runPendingTasks();

        assertThat(framesIn(written())).containsExactly("{\"n\":1}", long1, "ping", "[{\"n\":3},{\"n\":4}]");
        assertThat(queue.bytes()).isZero();
        assertThat(total).hasValue(0);
    }

    @Test
    void wakesTheEventLoopOnceForAllThatHaveSomethingToWrite() {
        List<Runnable> tasks = new ArrayList<>();
        OutboundRound shared = new OutboundRound(tasks::add);
        OutboundQueue one = new OutboundQueue(context, shared, SOFT, HARD, total);
        OutboundQueue two = new OutboundQueue(context, shared, SOFT, HARD, total);
        one.offer(frame("a", 10));
        two.offer(frame("b", 10));
        one.offer(frame("c", 10));

        assertThat(tasks).hasSize(1);
        tasks.removeFirst().run();
        assertThat(framesIn(written())).extracting(text -> text.substring(0, 1)).containsExactly("a", "c", "b");

        two.offer(frame("d", 10));
        assertThat(tasks).hasSize(1);
        tasks.removeFirst().run();
        assertThat(framesIn(written())).extracting(text -> text.substring(0, 1)).containsExactly("d");
        assertThat(total).hasValue(0);
    }

    @Test
    void takesTheBytesOfAFrameOutOfTheHeapOnceForAllItsReceivers() {
        List<Runnable> tasks = new ArrayList<>();
        OutboundRound shared = new OutboundRound(tasks::add);
        OutboundFrame frame = frame("for both", 20);
        new OutboundQueue(context, shared, SOFT, HARD, total).offer(frame);
        new OutboundQueue(context, shared, SOFT, HARD, total).offer(frame);
        tasks.removeFirst().run();

        ByteBuf first = channel.readOutbound();
        ByteBuf second = channel.readOutbound();
        assertThat(first.isDirect()).isTrue();
        assertThat(first.memoryAddress()).isEqualTo(second.memoryAddress());
        assertThat(first).isEqualTo(second);
        first.release();
        assertThat(second.refCnt()).isOne();
        second.release();
        assertThat(second.refCnt()).isZero();
    }

    @Test
    void keepsBatchesSmall() {
        OutboundQueue large = new OutboundQueue(context, round, 1 << 20, 1 << 20, total);
        large.batch();
        for (int number = 0; number < 100; number++) {
            large.offer(json("\"" + "x".repeat(1_000) + "\""));
        }
        channel.runPendingTasks();
        // The channel has room for a part of it at a time.
        while (large.bytes() > 0) {
            large.flush();
        }

        List<String> sent = framesIn(written());
        assertThat(sent)
                .hasSize(4)
                .allMatch(text -> text.length() < 33_000 && text.startsWith("[\"x") && text.endsWith("x\"]"));
        assertThat(String.join("", sent).chars().filter(c -> c == 'x').count()).isEqualTo(100_000);
        assertThat(total).hasValue(0);
    }

    @Test
    void dropsEphemeralFramesFirstAndRefusesTheRestAtTheLimit() {
        block();
        assertThat(queue.offer(frame("a", 900))).isEqualTo(OutboundQueue.Offer.TAKEN);

        assertThat(queue.offer(OutboundFrame.ephemeral(new byte[200]))).isEqualTo(OutboundQueue.Offer.DROPPED);
        assertThat(queue.offer(frame("b", 900))).isEqualTo(OutboundQueue.Offer.TAKEN);
        assertThat(queue.offer(frame("c", 900))).isEqualTo(OutboundQueue.Offer.FULL);
        assertThat(queue.bytes()).isLessThanOrEqualTo(HARD);
        assertThat(total).hasValue(queue.bytes());
    }

    @Test
    void countsNothingOnceItIsClosed() {
        block();
        queue.offer(frame("a", 900));
        queue.close(true);

        assertThat(queue.offer(frame("b", 10))).isEqualTo(OutboundQueue.Offer.CLOSED);
        channel.runPendingTasks();
        assertThat(total).hasValue(0);
        assertThat(channel.<ByteBuf>readOutbound()).isNull();
    }

    @Test
    void handsOverWhatWaitsBeforeItCloses() {
        block();
        queue.offer(frame("goodbye", 20));
        channel.runPendingTasks();
        assertThat(channel.<ByteBuf>readOutbound()).isNull();

        queue.close(false);

        ByteBuf written = channel.readOutbound();
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("goodbye");
        written.release();
    }

    @Test
    void letsACatchUpWaitUntilTheBacklogIsSmall() throws Exception {
        block();
        queue.offer(frame("a", 900));
        channel.runPendingTasks();
        assertThat(queue.awaitCapacity(1, TimeUnit.MILLISECONDS)).isFalse();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return queue.awaitCapacity(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        unblock();
        queue.flush();

        await().untilAsserted(() -> assertThat(waiting).isCompletedWithValue(true));
    }

    private ByteBuf written() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return all;
    }

    /** The contents of unmasked WebSocket frames. */
    private static List<String> framesIn(ByteBuf bytes) {
        List<String> texts = new ArrayList<>();
        while (bytes.isReadable()) {
            bytes.skipBytes(1);
            int length = bytes.readUnsignedByte();
            if (length == 126) {
                length = bytes.readUnsignedShort();
            } else if (length == 127) {
                length = (int) bytes.readLong();
            }
            texts.add(bytes.readCharSequence(length, StandardCharsets.UTF_8).toString());
        }
        return texts;
    }

    private static OutboundFrame json(String text) {
        return OutboundFrame.durable(text.getBytes(StandardCharsets.UTF_8));
    }

    private void block() {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    }

    private void unblock() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    }

    private static OutboundFrame frame(String text, int size) {
        StringBuilder padded = new StringBuilder(text);
        while (padded.length() < size) {
            padded.append('.');
        }
        return OutboundFrame.durable(padded.toString().getBytes(StandardCharsets.UTF_8));
    }
}
