package dev.confab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
    @TempDir
    Path parent;

    @Test
    void nothingIsLeftAfterTheEnd() throws IOException {
        try (ScratchFolder scratch = ScratchFolder.createIn(parent)) {
            Files.writeString(scratch.path().resolve("data"), "measured");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsDeletedByTheNextOneAndWhatIsInUseIsNot() throws IOException {
        Path orphan = Files.createDirectories(parent.resolve("confab-bench-1/postgres"));
        Files.createFile(parent.resolve("confab-bench-1.lock"));
        try (ScratchFolder first = ScratchFolder.createIn(parent);
                ScratchFolder second = ScratchFolder.createIn(parent)) {
            assertThat(orphan.getParent()).doesNotExist();
            assertThat(parent.resolve("confab-bench-1.lock")).doesNotExist();
            assertThat(first.path()).isDirectory();
            assertThat(second.path()).isDirectory();
        }
        assertThat(parent).isEmptyDirectory();
    }
}
