package dev.confab.client.connection;

import dev.confab.client.UserRef;
import java.time.Duration;
import java.util.Set;

/** What the server said in its welcome. {@code clientTimeout}: after so much silence either side gives up. */
public record Session(
        String id,
        String node,
        UserRef user,
        Set<String> roles,
        Duration pingInterval,
        Duration pongTimeout,
        Duration clientTimeout,
        int maxFrameBytes,
        int maxMessageLength) {}
