package dev.confab.client.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to the server as the parts of a dialogue see it. Used on the loop only. */
interface Line {
    /** What the server said when it greeted; null while there is no greeted link. */
    @Nullable
    Session session();

    /** An id that no other command has. */
    String nextId();

    void send(String frame);

    /** Runs a task after a time, unless the connection is over by then or another link has taken this one's place. */
    void laterOnThisLink(Duration delay, Runnable task);
}
