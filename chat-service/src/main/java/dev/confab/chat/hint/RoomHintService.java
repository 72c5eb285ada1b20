package dev.confab.chat.hint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.redis.RedisSubscriptions;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * Passes hints on, to this node at once and to the others through Redis; without Redis within each node. Never blocks.
 */
@Startup
@ApplicationScoped
public class RoomHintService {

    private static final String CHANNEL = "confab:hints";

    private final RedisSubscriptions subscriptions;
    private final List<RoomHintListener> listeners;
    private final ObjectMapper json;
    private final String node = UUID.randomUUID().toString();

    RoomHintService(RedisSubscriptions subscriptions, @All List<RoomHintListener> listeners, ObjectMapper json) {
        this.subscriptions = subscriptions;
        this.listeners = listeners;
        this.json = json;
    }

    @PostConstruct
    void start() {
        subscriptions.subscribe(CHANNEL, this::received);
    }

    /** Shows something to whoever looks at the room now. {@code fields} is a record that has a JSON form. */
    public void show(UUID roomId, String type, Object fields) {
        RoomHint hint;
        try {
            hint = new RoomHint(roomId, type, json.writeValueAsString(fields));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a hint of type " + type + " has no JSON form", impossible);
        }
        listeners.forEach(listener -> listener.onHint(hint));
        subscriptions.publish(CHANNEL, hint.encode(node));
    }

    private void received(String message) {
        RoomHint hint = RoomHint.decode(message, node);
        if (hint != null) {
            listeners.forEach(listener -> listener.onHint(hint));
        }
    }
}
