package dev.confab.chat.protocol.confab;

import dev.confab.chat.message.MessagesConfig;
import dev.confab.common.connection.ConnectionConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** What a client is told about this server when it greets. */
@ApplicationScoped
class ServerLimits {

    private final ConnectionConfig connections;
    private final MessagesConfig messages;
    private final String node;

    ServerLimits(ConnectionConfig connections, MessagesConfig messages) {
        this.connections = connections;
        this.messages = messages;
        this.node = connections.nodeName().orElseGet(() -> UUID.randomUUID().toString());
    }

    String node() {
        return node;
    }

    Duration pingInterval() {
        return connections.pingInterval();
    }

    Duration pongTimeout() {
        return connections.pongTimeout();
    }

    /** After so much silence either side gives the other one up. */
    Duration clientTimeout() {
        return pingInterval().plus(pongTimeout());
    }

    long maxFrameBytes() {
        return connections.maxFrameSize().asLongValue();
    }

    int maxMessageLength() {
        return messages.maxLength();
    }

    /** Rounded up, so that slow rates are not shown as none. */
    long messagesPerSecond() {
        long period = Math.max(1, messages.ratePeriod().toMillis());
        return (messages.rateLimit() * 1000L + period - 1) / period;
    }
}
