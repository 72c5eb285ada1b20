package dev.confab.notification.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.stream.AppendRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The events of an inbox's stream, whose id is the person's. */
@ApplicationScoped
class InboxEvents {
    static final String CREATED = "notification.created";
    static final String READ = "notification.read";
    static final String CHANGED = "notification.changed";
    static final String DELETED = "notification.deleted";
    static final String SIGN_INS_ENDED = "sign_ins.ended";

    private final ObjectMapper json;

    InboxEvents(ObjectMapper json) {
        this.json = json;
    }

    /** {@code {"notification": {...}, "unread": n}}. */
    AppendRequest created(StoredNotification stored, long unread) {
        Notification notification = stored.notification();
        return new AppendRequest(
                notification.recipientId(),
                CREATED,
                notification.actorId(),
                notification.actorName(),
                null,
                text(Map.of("notification", NotificationView.of(notification), "unread", unread)),
                stored.cause().requestId(),
                stored.cause().traceParent());
    }

    /** {@code {"ids": [...], "unread": n}}. */
    AppendRequest read(UUID userId, Collection<UUID> ids, long unread, Cause cause) {
        return event(userId, READ, Map.of("ids", List.copyOf(ids), "unread", unread), cause);
    }

    /** {@code {"notification": {...}}}. */
    AppendRequest changed(Notification notification) {
        return event(
                notification.recipientId(),
                CHANGED,
                Map.of("notification", NotificationView.of(notification)),
                Cause.current());
    }

    /** {@code {"ids": [...], "unread": n}}. */
    AppendRequest deleted(UUID userId, Collection<UUID> ids, long unread) {
        return event(userId, DELETED, Map.of("ids", List.copyOf(ids), "unread", unread), Cause.current());
    }

    /** {@code {"all": true, "unread": 0}}. */
    AppendRequest readAll(UUID userId, Cause cause) {
        return event(userId, READ, Map.of("all", true, "unread", 0), cause);
    }

    /** {@code {"validAfter": "..."}}. */
    AppendRequest signInsEnded(UUID userId, Instant validAfter) {
        return event(userId, SIGN_INS_ENDED, Map.of("validAfter", validAfter), Cause.NONE);
    }

    private AppendRequest event(UUID userId, String type, Map<String, Object> data, Cause cause) {
        return new AppendRequest(userId, type, null, null, null, text(data), cause.requestId(), cause.traceParent());
    }

    private String text(Map<String, Object> data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event has no JSON form", impossible);
        }
    }
}
