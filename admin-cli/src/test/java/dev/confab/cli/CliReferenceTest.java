package dev.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Keeps {@code docs/cli.md} equal to what the commands say about themselves. After a change, write it anew with {@code
 * -Dconfab.docs.write=true}.
 */
class CliReferenceTest {
    @Test
    void documentsEveryCommandAsItsHelpDoes() throws IOException {
        Path file = Path.of(System.getProperty("confab.root", "..")).resolve("docs/cli.md");
        StringBuilder text = new StringBuilder("""
                # The confab command

                Written from the commands' own help by `CliReferenceTest`; change the help, not this file.

                Every command takes `-o table|json|yaml`, `--server`, `--context`, `--verbose` and `--help`. Data goes to
                stdout, everything else to stderr. Colours and progress appear only on a terminal, colours not with
                `NO_COLOR`.

                | exit code | meaning |
                |---|---|
                | 0 | ok |
                | 1 | failure: refused by the server, not reachable, something is down |
                | 2 | wrong usage |
                | 3 | cancelled at a question |
                | 4 | not signed in, or not allowed |
                """);
        describe(Main.commandLine(Terminal.system()), text);
        if (Boolean.getBoolean("confab.docs.write")) {
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text.toString());
    }

    private static void describe(CommandLine command, StringBuilder text) {
        text.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
        text.append(command.getUsageMessage(Ansi.OFF).stripTrailing().replaceAll("[ \t]+\n", "\n"));
        text.append("\n```\n");
        command.getSubcommands().values().forEach(inner -> describe(inner, text));
    }
}
