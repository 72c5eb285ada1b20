package dev.confab.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody who is connected to a room, on one or more devices, since the first of them joined. */
public record PresentUser(
        String id, String username, @Nullable Instant since) {}
