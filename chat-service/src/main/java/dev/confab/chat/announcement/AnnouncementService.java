package dev.confab.chat.announcement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.action.ActionLimit;
import dev.confab.chat.message.MessageRules;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomActivity;
import dev.confab.chat.room.RoomPolicies;
import dev.confab.chat.room.RoomPolicy;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.subscriber.SubscriberService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.request.RequestId;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.trace.TraceParent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Publishes announcements. The event of the room and the tasks that notify its subscribers are one transaction: whoever
 * sees the announcement can be sure that everybody is being told, and nobody is told of one that is not there.
 */
@ApplicationScoped
class AnnouncementService {

    /** The type of an announcement's event in the room's stream. */
    static final String ANNOUNCEMENT_POSTED = "announcement.posted";

    private static final int MAX_TITLE = 200;

    private final RoomAccess access;
    private final MessageRules rules;
    private final ActionLimit limit;
    private final AnnouncementRepository announcements;
    private final SubscriberService subscribers;
    private final StreamLog log;
    private final RoomActivity activity;
    private final RoomPolicies policies;
    private final ObjectMapper json;

    AnnouncementService(
            RoomAccess access,
            MessageRules rules,
            ActionLimit limit,
            AnnouncementRepository announcements,
            SubscriberService subscribers,
            StreamLog log,
            RoomActivity activity,
            RoomPolicies policies,
            ObjectMapper json) {
        this.access = access;
        this.rules = rules;
        this.limit = limit;
        this.announcements = announcements;
        this.subscribers = subscribers;
        this.log = log;
        this.activity = activity;
        this.policies = policies;
        this.json = json;
    }

    /**
     * Announces something. A repeat of a {@code clientMessageId} is answered with the first result and notifies nobody
     * again. Blocks; call it on a virtual thread, outside of a transaction.
     *
     * @throws ConfabException {@code forbidden} for all but moderators; title and text as the rules of messages
     *     and the words of the room have it
     */
    Announced announce(
            String roomName,
            UserIdentity author,
            @Nullable String title,
            @Nullable String text,
            @Nullable String clientMessageId) {
        RoomRef room = access.require(roomName, author, AccessMode.MODERATE);
        Content content = new Content(checkedTitle(title), rules.checkedText(text));
        String clientId = clientMessageId == null ? null : MessageRules.checkedClientMessageId(clientMessageId);
        limit.require(author);
        RoomPolicy policy = policies.require(room.id());
        ConfabException objection = policy.objectionTo(content.title() + "\n" + content.text());
        if (objection != null) {
            return repeated(room, author, clientId).orElseThrow(() -> objection);
        }
        try {
            StreamEvent stored = QuarkusTransaction.requiringNew().call(() -> {
                StreamEvent event = log.appendInTransaction(request(room, author, clientId, content));
                subscribers.notify(NoticeRequest.ANNOUNCEMENT, event, room, author, content.title(), content.text());
                return event;
            });
            activity.touch(room.id());
            return announced(room, stored, content, false);
        } catch (ConfabException refused) {
            if (refused.code() != ErrorCode.CONFLICT) {
                throw refused;
            }
            return repeated(room, author, clientId).orElseThrow(() -> refused);
        }
    }

    /** The first result of what is announced again. */
    private Optional<Announced> repeated(RoomRef room, UserIdentity author, @Nullable String clientId) {
        return clientId == null
                ? Optional.empty()
                : announcements
                        .find(room.id(), author.id(), clientId)
                        .map(first -> announced(room, first, read(first), true));
    }

    private String checkedTitle(@Nullable String title) {
        if (title == null || title.isBlank()) {
            throw ConfabException.invalid("title", "is missing");
        }
        if (title.codePointCount(0, title.length()) > MAX_TITLE) {
            throw ConfabException.invalid("title", "is longer than " + MAX_TITLE + " characters");
        }
        return rules.checkedText(title);
    }

    private AppendRequest request(RoomRef room, UserIdentity author, @Nullable String clientId, Content content) {
        RequestId cause = RequestId.current();
        try {
            return new AppendRequest(
                    room.id(),
                    ANNOUNCEMENT_POSTED,
                    author.id(),
                    author.username(),
                    clientId,
                    json.writeValueAsString(content),
                    cause == null ? null : cause.value(),
                    TraceParent.currentValue());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts has no JSON form", impossible);
        }
    }

    private Content read(StreamEvent event) {
        try {
            return json.readValue(event.data(), Content.class);
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException("a stored announcement is not what was written", corrupt);
        }
    }

    private static Announced announced(RoomRef room, StreamEvent event, Content content, boolean duplicate) {
        return new Announced(
                event.eventId(),
                room.name(),
                room.id(),
                event.epoch(),
                event.seq(),
                content.title(),
                content.text(),
                event.time(),
                duplicate);
    }

    /** The payload of the event. */
    private record Content(String title, String text) {}
}
