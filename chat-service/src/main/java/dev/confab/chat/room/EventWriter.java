package dev.confab.chat.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.request.RequestId;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.trace.TraceParent;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes events with the request and the trace that cause them. */
@Singleton
public class EventWriter {

    private final ObjectMapper json;

    EventWriter(ObjectMapper json) {
        this.json = json;
    }

    /**
     * An event to be stored.
     *
     * @param stream the id of a room, or of a user for the personal stream
     * @param actor  who acts; null for the system
     * @param data   a record or a map
     */
    public AppendRequest write(UUID stream, String type, @Nullable UserIdentity actor, Object data) {
        RequestId cause = RequestId.current();
        try {
            return new AppendRequest(
                    stream,
                    type,
                    actor == null ? null : actor.id(),
                    actor == null ? null : actor.username(),
                    null,
                    json.writeValueAsString(data),
                    cause == null ? null : cause.value(),
                    TraceParent.currentValue());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts has no JSON form", impossible);
        }
    }
}
