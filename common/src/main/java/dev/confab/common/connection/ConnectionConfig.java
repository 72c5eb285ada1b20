package dev.confab.common.connection;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** The WebSocket connections of clients. */
@ConfigMapping(prefix = "confab.sockets")
public interface ConnectionConfig {

    /**
     * Origins, such as `https://chat.example.com`, whose pages may open connections besides pages of this server itself.
     * `*` allows all of them.
     */
    Optional<List<String>> allowedOrigins();

    /** The longest message that a client may send, in bytes of UTF-8. At most 1M. */
    @WithDefault("64K")
    MemorySize maxFrameSize();

    /** How much may wait for one client; one that is further behind is closed with 3001. */
    @WithDefault("1M")
    MemorySize outboundLimit();

    /** The backlog from which typing and presence are no longer sent to a client. */
    @WithDefault("256K")
    MemorySize outboundSoftLimit();

    /** How long a client that catches up may take to read half of the soft limit; a slower one is closed with 3001. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration catchUpTimeout();

    /** What clients are told is the name of this node; a random one for each start if it is not set. */
    Optional<String> nodeName();

    /** How often the server asks a client for a sign of life. */
    @WithDefault("25s")
    @DurationMin(millis = 1)
    Duration pingInterval();

    /** How long a client may take to answer; after that it is closed with 3002. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration pongTimeout();

    /** How long a client of the native protocol may take to greet; after that it is closed with 3003. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration helloTimeout();

    /** How many connections one user may have on one node. */
    @WithDefault("50")
    @Min(0)
    int maxPerUser();

    /** How many rooms one connection may have joined. */
    @WithDefault("200")
    @Min(1)
    int maxRooms();

    /** How many connections one node takes. */
    @WithDefault("100000")
    @Min(1)
    int maxConnections();

    /** How many handshakes a second one address may try, on all nodes together. */
    @WithDefault("1000")
    @Min(1)
    int handshakesPerAddress();

    /** How many handshakes a second one node takes; more are refused with 503. */
    @WithDefault("2000")
    @Min(1)
    int handshakesPerNode();

    /** How many invalid or refused frames a connection may send within ten seconds; more close it with 3004. */
    @WithDefault("50")
    @Min(0)
    int maxErrors();

    /** Over which time a node that shuts down closes its connections. */
    @WithDefault("5s")
    Duration drainWindow();

    /** The longest time after which the clients of a node that shuts down are told to come back; 2 ms for each of few. */
    @WithDefault("5s")
    Duration drainRetryAfter();
}
