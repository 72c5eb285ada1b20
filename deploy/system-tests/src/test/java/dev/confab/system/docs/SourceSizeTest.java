package dev.confab.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceSizeTest {
    private static final int LONGEST_FILE = 400;

    @Test
    void filesStaySmallEnoughToReadInOneSitting() {
        List<Path> tooLong = SourceTree.files(file -> file.toString().contains("src/main/")
                && file.toString().endsWith(".java")
                && SourceTree.read(file).lines().count() > LONGEST_FILE);

        assertThat(tooLong).isEmpty();
    }
}
