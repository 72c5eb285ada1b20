package dev.confab.cli.console;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outside of the process: streams, environment, and whether a person sits in front of it. */
public interface Terminal {
    PrintStream out();

    PrintStream err();

    /** The next line of stdin; null at its end. */
    @Nullable
    String readLine();

    /** Asks a person without echo; null when there is nobody to ask. */
    char @Nullable [] readPassword(String prompt);

    /** Whether a person reads stdout and types on stdin. */
    boolean interactive();

    Map<String, String> environment();

    /** The process's own. */
    static Terminal system() {
        return new SystemTerminal();
    }

    /** The real one. */
    final class SystemTerminal implements Terminal {
        private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        private final PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

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
            try {
                return in.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read stdin", e);
            }
        }

        @Override
        public char @Nullable [] readPassword(String prompt) {
            Console console = console();
            return console == null ? null : console.readPassword("%s", prompt);
        }

        @Override
        public boolean interactive() {
            return console() != null;
        }

        /** Null without a person; whether the JDK says so by null or by isTerminal depends on its console provider. */
        @SuppressWarnings("SystemConsoleNull")
        private static @Nullable Console console() {
            Console console = System.console();
            return console != null && console.isTerminal() ? console : null;
        }

        @Override
        public Map<String, String> environment() {
            return System.getenv();
        }
    }
}
