package dev.confab.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.confab.chat.room.RoomKind;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody keeps all others from uploading by uploading slowly. */
@QuarkusTest
@Tag("CH-18")
class UploadPlacesTest extends AttachmentScenario {

    @Inject
    UploadService uploads;

    @Inject
    AttachmentsConfig config;

    /** A file that has begun to come and goes on when it is let. */
    private static final class SlowFile extends InputStream {
        final CountDownLatch begun;
        final CountDownLatch rest;
        boolean sent;

        SlowFile(CountDownLatch begun, CountDownLatch rest) {
            this.begun = begun;
            this.rest = rest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] target, int from, int most) throws IOException {
            begun.countDown();
            try {
                rest.await();
            } catch (InterruptedException stop) {
                throw new IOException(stop);
            }
            if (sent) {
                return -1;
            }
            sent = true;
            target[from] = 'x';
            return 1;
        }
    }

    @Test
    void onePersonHasAPartOfThemOnly() throws Exception {
        int places = config.concurrentUploadsPerUser();
        assertThat(places).isLessThan(config.concurrentUploads());
        RoomRef ref = new RoomRef(roomId, room, Visibility.PUBLIC, RoomKind.CHANNEL);
        CountDownLatch begun = new CountDownLatch(places);
        CountDownLatch rest = new CountDownLatch(1);
        List<Future<AttachmentView>> slow = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (int i = 0; i < places; i++) {
                    slow.add(threads.submit(() -> uploads.upload(
                            ref, alice.identity(), "slow.txt", "text/plain", new SlowFile(begun, rest))));
                }
                begun.await();

                upload(alice, room, "more.txt", "more".getBytes(StandardCharsets.UTF_8))
                        .then()
                        .statusCode(429)
                        .body("code", equalTo("rate_limited"))
                        .body("retryAfterMs", greaterThan(0));
                text(bob);
            } finally {
                rest.countDown();
            }
            for (Future<AttachmentView> file : slow) {
                assertThat(file.get().size()).isEqualTo(1);
            }
        }
        text(alice);
    }

    @Test
    void aPlaceIsFreeAgainAfterWhateverEndsAnUpload() {
        for (int i = 0; i <= config.concurrentUploadsPerUser(); i++) {
            upload(alice, room, "not.png", "no picture".getBytes(StandardCharsets.UTF_8))
                    .then()
                    .statusCode(415);
        }
        text(alice);
    }
}
