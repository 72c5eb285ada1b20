package dev.confab.notification.testing;

import java.util.UUID;

/** A person of a test. */
public record Somebody(UUID id, String username) {
    public static Somebody named(String prefix) {
        UUID id = UUID.randomUUID();
        return new Somebody(id, prefix + "_" + id.toString().substring(0, 8));
    }

    public String email() {
        return username + "@example.org";
    }

    /** As events name people. */
    public String json() {
        return "{\"id\":\"%s\",\"username\":\"%s\"}".formatted(id, username);
    }
}
