package dev.confab.chat.personal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.request.RequestId;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.trace.TraceParent;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes events of personal streams, on behalf of the request and trace that are going on. */
@Singleton
public class PersonalEvents {

    private final ObjectMapper json;

    PersonalEvents(ObjectMapper json) {
        this.json = json;
    }

    /** Something that a user did and that concerns nobody else. */
    public AppendRequest own(UserIdentity user, String type, Object data) {
        return of(user.id(), user, type, null, data);
    }

    /**
     * Something that somebody did and that concerns {@code owner}.
     *
     * @param clientId idempotency key, unique per actor in the owner's stream; null for none
     * @param data     a record that has a JSON form
     */
    public AppendRequest of(UUID owner, UserIdentity actor, String type, @Nullable String clientId, Object data) {
        RequestId cause = RequestId.current();
        try {
            // A user's personal stream has the user's id.
            return new AppendRequest(
                    owner,
                    type,
                    actor.id(),
                    actor.username(),
                    clientId,
                    json.writeValueAsString(data),
                    cause == null ? null : cause.value(),
                    TraceParent.currentValue());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the data of " + type + " has no JSON form", impossible);
        }
    }
}
