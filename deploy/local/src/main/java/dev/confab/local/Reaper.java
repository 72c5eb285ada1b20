package dev.confab.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the children of this JVM when it dies without ending them itself, {@code kill -9} included.
 *
 * <p>A small shell process in a session of its own reads from a pipe which children there are. When the JVM is
 * gone the pipe ends, and the shell stops what is left, the youngest first, each with its signal, then by force.
 * A pipe needs no polling, works on every POSIX system, and, unlike a parent-death signal, does not depend on
 * the thread that started the child.
 */
final class Reaper {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            entries= folders=
            runs() { kill -0 "$1" 2>/dev/null && ! grep -q ') Z' "/proc/$1/stat" 2>/dev/null; }
            while IFS=' ' read -r op pid rest; do
              case $op in
                +) entries="$pid:$rest $entries" ;;
                -) kept=
                   for e in $entries; do [ "${e%%:*}" = "$pid" ] || kept="$kept$e "; done
                   entries=$kept ;;
                folder) folders="$folders
            $rest" ;;
                done) exit 0 ;;
              esac
            done
            for e in $entries; do
              pid=${e%%:*}
              kill -CONT "$pid" 2>/dev/null
              kill -"${e#*:}" "$pid" 2>/dev/null || continue
              i=0
              while [ $i -lt 80 ] && runs "$pid"; do sleep 0.1; i=$((i + 1)); done
              kill -KILL "$pid" 2>/dev/null
            done
            printf '%s\\n' "$folders" | while IFS= read -r f; do [ -z "$f" ] || rm -rf -- "$f"; done
            """;

    private static @Nullable OutputStream pipe;

    private Reaper() {}

    /** From now on the process does not outlive this JVM; {@code signal} is the one that ends it well. */
    static void watch(long pid, String signal) {
        write("+ " + pid + " " + signal);
    }

    /** The process has ended or may live on. */
    static void release(long pid) {
        write("- " + pid);
    }

    /** The folder is deleted when this JVM dies without having deleted it. Only for folders that we created. */
    static void watchFolder(Path folder) {
        write("folder - " + folder.toAbsolutePath());
    }

    private static synchronized void write(String line) {
        try {
            if (pipe == null) {
                pipe = start();
            }
            pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            pipe.flush();
        } catch (IOException e) {
            throw new LocalStackException("the process that ends the children with this JVM is gone", e);
        }
    }

    private static OutputStream start() throws IOException {
        List<String> command = ServerProcess.inOwnSession(List.of("sh", "-c", SCRIPT));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .getOutputStream();
    }
}
