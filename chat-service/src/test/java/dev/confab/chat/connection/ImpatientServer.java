package dev.confab.chat.connection;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A server with short deadlines, small queues and guests. */
public final class ImpatientServer implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("confab.sockets.ping-interval", "600ms"),
                Map.entry("confab.sockets.pong-timeout", "20s"),
                Map.entry("confab.sockets.hello-timeout", "15s"),
                Map.entry("confab.sockets.outbound-limit", "96K"),
                Map.entry("confab.sockets.outbound-soft-limit", "24K"),
                Map.entry("confab.sockets.catch-up-timeout", "1s"),
                Map.entry("confab.sockets.max-per-user", "3"),
                Map.entry("confab.sockets.max-rooms", "2"),
                Map.entry("confab.typing.timeout", "1s"),
                Map.entry("confab.presence.heartbeat", "1s"),
                Map.entry("confab.presence.small-room", "2"),
                Map.entry("confab.presence.crowd-interval", "200ms"),
                Map.entry("confab.guests.enabled", "true"),
                Map.entry("confab.messages.rate-limit", "100000"));
    }
}
