package dev.confab.common.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.common.stream.TestSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does, whatever it is made of. */
@Tag("CH-18")
class ObjectStorageTest {

    abstract static class EveryStore {
        @TempDir
        Path folder;

        private ObjectStorage storage;

        abstract ObjectStorage open() throws IOException;

        @BeforeEach
        void openStorage() throws IOException {
            storage = open();
        }

        @AfterEach
        void closeStorage() {
            storage.close();
        }

        @Test
        void anObjectIsReadWholeAndInPartsAndReplaced() throws IOException {
            put("things/a/one", "hello world");
            assertThat(read("things/a/one", 0, Long.MAX_VALUE)).isEqualTo("hello world");
            assertThat(read("things/a/one", 6, 3)).isEqualTo("wor");
            assertThat(read("things/a/one", 6, Long.MAX_VALUE)).isEqualTo("world");
            put("things/a/one", "other");
            assertThat(read("things/a/one", 0, 5)).isEqualTo("other");
        }

        @Test
        void whatIsNotThereIsSaidSoAndDeletingItIsNoFailure() throws IOException {
            assertThatThrownBy(() -> storage.open("things/none", 0, 1).close()).isInstanceOf(NoSuchFileException.class);
            storage.delete("things/none");
            put("things/b/one", "x");
            storage.delete("things/b/one");
            storage.delete("things/b/one");
            assertThatThrownBy(() -> storage.open("things/b/one", 0, 1).close())
                    .isInstanceOf(NoSuchFileException.class);
        }

        @Test
        void aFolderListsWhatIsBelowIt() throws IOException {
            assertThat(storage.list("listed")).isEmpty();
            put("listed/x/one", "1");
            put("listed/x/two", "22");
            put("listed/y/one", "333");
            put("listed-not/z", "4");
            assertThat(storage.list("listed"))
                    .extracting(object -> object.key() + " " + object.size())
                    .containsExactlyInAnyOrder("listed/x/one 1", "listed/x/two 2", "listed/y/one 3");
            assertThat(storage.list("listed").getFirst().storedAt())
                    .isBetween(
                            Instant.now().minus(Duration.ofMinutes(10)),
                            Instant.now().plus(Duration.ofMinutes(10)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../b", "a//b", ".hidden", "A", "a/b/", "a b", "a\\b"})
        void keysLeadNowhereElse(String key) {
            assertThatThrownBy(() -> storage.open(key, 0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> storage.delete(key)).isInstanceOf(IllegalArgumentException.class);
        }

        void put(String key, String content) throws IOException {
            storage.put(key, Files.writeString(folder.resolve("content"), content), "text/plain");
        }

        String read(String key, long offset, long length) throws IOException {
            try (InputStream content = storage.open(key, offset, length)) {
                return new String(content.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @Nested
    class ADirectory extends EveryStore {
        @Override
        ObjectStorage open() {
            return new FileStorage(folder.resolve("files"));
        }

        @Test
        void whatAWriterLeftThatDiedIsRemoved() throws IOException {
            Path unfinished = Files.createDirectories(folder.resolve("files/.unfinished"));
            Path old = Files.writeString(unfinished.resolve("old"), "half");
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
            Path fresh = Files.writeString(unfinished.resolve("fresh"), "half");

            open().deleteUnfinished(Instant.now().minus(Duration.ofDays(1)));

            assertThat(old).doesNotExist();
            assertThat(fresh).exists();
        }

        @Test
        void emptyFoldersGoWithTheirLastObject() throws IOException {
            put("gone/a/b", "x");
            open().delete("gone/a/b");
            assertThat(folder.resolve("files/gone")).doesNotExist();
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class AServerThatSpeaksS3 extends EveryStore {
        private S3Server server;

        @BeforeAll
        void startServer(@TempDir Path data) throws Exception {
            server = S3Server.start(data);
        }

        @AfterAll
        void stopServer() {
            if (server != null) {
                server.close();
            }
        }

        @Override
        ObjectStorage open() {
            return new S3Storage(settings("S3RVER").s3());
        }

        @Test
        void whoeverTheServerDoesNotKnowIsRefused() {
            try (S3Storage stranger = new S3Storage(settings("wrong").s3())) {
                assertThatThrownBy(() -> stranger.list("things"))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(NoSuchFileException.class);
            }
        }

        private StorageConfig settings(String accessKey) {
            return TestSettings.of(
                    StorageConfig.class,
                    "confab.storage.s3.bucket",
                    S3Server.BUCKET,
                    "confab.storage.s3.endpoint",
                    server.endpoint().toString(),
                    "confab.storage.s3.access-key",
                    accessKey,
                    "confab.storage.s3.secret-key",
                    "S3RVER");
        }
    }
}
