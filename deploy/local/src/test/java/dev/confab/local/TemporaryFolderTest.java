package dev.confab.local;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporaryFolderTest {

    /** A program that makes a folder, names it, and ends when it is told to. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(TemporaryFolder.create("confab-test-"));
            System.in.read();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isGoneWithTheProgramThatMadeIt(boolean killed) throws IOException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = program.inputReader()) {
            Path folder = Path.of(output.readLine());
            assertThat(folder).isEmptyDirectory();
            Files.writeString(Files.createDirectory(folder.resolve("below")).resolve("file"), "content");
            if (killed) {
                program.destroyForcibly();
            } else {
                program.getOutputStream().close();
            }
            await().untilAsserted(() -> assertThat(folder).doesNotExist());
        } finally {
            program.destroyForcibly();
        }
    }
}
