package dev.confab.chat.overview;

import dev.confab.common.connection.ConnectionConfig;
import jakarta.inject.Singleton;
import java.util.UUID;

/** How this node is called; one without a name of its own has another one after each start. */
@Singleton
class NodeName {

    private final String value;

    NodeName(ConnectionConfig connections) {
        value = connections.nodeName().orElseGet(() -> UUID.randomUUID().toString());
    }

    String value() {
        return value;
    }
}
