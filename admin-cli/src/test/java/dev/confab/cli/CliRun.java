package dev.confab.cli;

import dev.confab.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One command as a user runs it: arguments and stdin go in, exit code, stdout and stderr come out. */
record CliRun(int exitCode, String out, String err) {
    /** What there is besides the arguments. */
    record Setting(Path config, String server, boolean interactive, List<String> stdin) {
        CliRun run(String... arguments) {
            return CliRun.run(this, arguments);
        }

        Setting typing(String... lines) {
            return new Setting(config, server, interactive, List.of(lines));
        }

        Setting withPerson() {
            return new Setting(config, server, true, stdin);
        }
    }

    static Setting at(Path config, String server) {
        return new Setting(config, server, false, List.of());
    }

    private static CliRun run(Setting setting, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(arguments, new FakeTerminal(setting, out, err));
        return new CliRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static final class FakeTerminal implements Terminal {
        private final Setting setting;
        private final PrintStream out;
        private final PrintStream err;
        private final Deque<String> stdin;

        FakeTerminal(Setting setting, ByteArrayOutputStream out, ByteArrayOutputStream err) {
            this.setting = setting;
            this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
            this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
            this.stdin = new ArrayDeque<>(setting.stdin());
        }

        @Override
        public PrintStream out() {
            return out;
        }

        @Override
        public PrintStream err() {
            return err;
        }

        @Override
        public @Nullable String readLine() {
            return stdin.poll();
        }

        @Override
        public char @Nullable [] readPassword(String prompt) {
            String line = setting.interactive() ? stdin.poll() : null;
            return line == null ? null : line.toCharArray();
        }

        @Override
        public boolean interactive() {
            return setting.interactive();
        }

        @Override
        public Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>();
            environment.put("CONFAB_CONFIG_DIR", setting.config().toString());
            environment.put("CONFAB_SERVER", setting.server());
            return environment;
        }
    }
}
