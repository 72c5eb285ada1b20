package dev.confab.notification.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.common.account.AccountState;
import dev.confab.common.account.AccountStateCodec;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.RecordHeaders;
import dev.confab.common.notice.NoticeRequestCodec;
import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceParent;
import dev.confab.notification.inbox.Cause;
import dev.confab.notification.inbox.ReadMark;
import dev.confab.notification.intake.IncomingEvent.AccountChanged;
import dev.confab.notification.intake.IncomingEvent.MessageChanged;
import dev.confab.notification.intake.IncomingEvent.MessagePosted;
import dev.confab.notification.intake.IncomingEvent.NotificationRequested;
import dev.confab.notification.intake.IncomingEvent.Person;
import dev.confab.notification.intake.IncomingEvent.RoomRead;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of the topics. It asks for no more than it needs, so that fields and types of events may be added;
 * what it does need has to be right.
 */
final class IncomingEventCodec {
    private static final String MESSAGE_POSTED = "dev.confab.chat.message.posted";
    private static final String MESSAGE_EDITED = "dev.confab.chat.message.edited";
    private static final String MESSAGE_DELETED = "dev.confab.chat.message.deleted";
    private static final String ROOM_READ = "dev.confab.user.room.read";

    private IncomingEventCodec() {}

    /** The event, or nothing if it concerns no inbox. */
    static Optional<IncomingEvent> decode(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        try {
            return record.topic().equals(EventTopics.ACCOUNTS)
                    ? Optional.of(account(record))
                    : Optional.ofNullable(event(CloudEvent.parse(record.value()), causeOf(record)));
        } catch (IllegalArgumentException | NullPointerException refused) {
            throw new MalformedEventException("the event cannot be read: " + refused.getMessage(), refused);
        }
    }

    private static IncomingEvent account(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        UUID userId = AccountStateCodec.userId(record.key());
        if (record.value() == null) {
            return new AccountChanged(userId, Optional.empty());
        }
        AccountState state = AccountStateCodec.decode(record.value());
        if (!state.userId().equals(userId)) {
            throw new MalformedEventException("the state is of another account than the key");
        }
        if (state.version() < 0 || state.version() == Long.MAX_VALUE) {
            throw new MalformedEventException("version: out of range");
        }
        return new AccountChanged(userId, Optional.of(state));
    }

    private static @Nullable IncomingEvent event(CloudEvent event, Cause cause) throws MalformedEventException {
        return switch (event.type()) {
            case MESSAGE_POSTED -> message(event, cause);
            case MESSAGE_EDITED -> edited(event, cause);
            case MESSAGE_DELETED ->
                new MessageChanged(
                        id(CloudEvent.text(object(event.data(), "payload"), "messageId")),
                        Optional.empty(),
                        seq(event.data()),
                        Optional.empty());
            case ROOM_READ -> roomRead(event.data());
            case NoticeRequestCodec.TYPE -> new NotificationRequested(NoticeRequestCodec.fromJson(event.data()), cause);
            default -> null;
        };
    }

    private static @Nullable IncomingEvent message(CloudEvent event, Cause cause) throws MalformedEventException {
        JsonNode data = event.data();
        JsonNode payload = object(data, "payload");
        List<Person> mentions = people(payload.path("mentions"));
        JsonNode answered = payload.path("replyTo");
        // Who has left a private room is not to know what is said there.
        boolean told = answered.isObject() && !answered.path("left").asBoolean();
        Person repliesTo = told ? person(object(answered, "user")) : null;
        List<Person> followers = people(payload.path("thread").path("followers"));
        if (mentions.isEmpty() && repliesTo == null && followers.isEmpty()) {
            return null;
        }
        return new MessagePosted(
                id(event.id()),
                CloudEvent.text(data, "room"),
                id(CloudEvent.text(data, "streamId")),
                seq(data),
                incarnation(data),
                person(object(data, "user")),
                said(payload),
                time(event),
                mentions,
                repliesTo,
                followers,
                cause);
    }

    /** The text; of a message that consists of files, their names. */
    private static String said(JsonNode payload) throws MalformedEventException {
        String text = CloudEvent.optionalText(payload, "text");
        if (text != null && !text.isEmpty()) {
            return text;
        }
        List<String> names = new ArrayList<>();
        payload.path("attachments").forEach(file -> names.add(file.path("name").asText()));
        if (names.isEmpty()) {
            throw new MalformedEventException("text: must be a text");
        }
        return String.join(", ", names);
    }

    /** An edit whose text was taken back is followed by the deletion of its message. */
    private static @Nullable IncomingEvent edited(CloudEvent event, Cause cause) throws MalformedEventException {
        JsonNode data = event.data();
        JsonNode payload = object(data, "payload");
        if (payload.has("deleted")) {
            return null;
        }
        UUID message = id(CloudEvent.text(payload, "messageId"));
        String text = CloudEvent.text(payload, "text");
        List<Person> added = people(payload.path("added"));
        Optional<MessagePosted> named = added.isEmpty()
                ? Optional.empty()
                : Optional.of(new MessagePosted(
                        message,
                        CloudEvent.text(data, "room"),
                        id(CloudEvent.text(data, "streamId")),
                        seq(payload),
                        incarnation(data),
                        person(object(data, "user")),
                        text,
                        time(event),
                        added,
                        null,
                        List.of(),
                        cause));
        return new MessageChanged(message, Optional.of(text), seq(data), named);
    }

    private static Instant time(CloudEvent event) throws MalformedEventException {
        Instant time = event.time();
        if (time == null) {
            throw new MalformedEventException("time: is missing");
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The personal stream of a user has the user's id. */
    private static @Nullable IncomingEvent roomRead(JsonNode data) throws MalformedEventException {
        JsonNode payload = object(data, "payload");
        if (payload.path("seq").isIntegralNumber() && payload.path("seq").longValue() == 0) {
            // Everything was marked as unread again; what was notified of stays as it is.
            return null;
        }
        return new RoomRead(
                new ReadMark(
                        id(CloudEvent.text(data, "streamId")),
                        id(CloudEvent.text(payload, "roomId")),
                        seq(payload),
                        incarnation(data)),
                CloudEvent.text(data, "username"));
    }

    private static List<Person> people(JsonNode list) throws MalformedEventException {
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new MalformedEventException("mentions: must be a list");
        }
        List<Person> people = new ArrayList<>();
        for (JsonNode person : list) {
            people.add(person(person));
        }
        return people;
    }

    private static Person person(JsonNode person) throws MalformedEventException {
        return new Person(id(CloudEvent.text(person, "id")), CloudEvent.text(person, "username"));
    }

    private static JsonNode object(JsonNode parent, String field) throws MalformedEventException {
        JsonNode object = parent.path(field);
        if (!object.isObject()) {
            throw new MalformedEventException(field + ": must be an object");
        }
        return object;
    }

    private static UUID id(String text) throws MalformedEventException {
        if (text.length() != 36) {
            throw new MalformedEventException("an id is not a UUID");
        }
        return UUID.fromString(text);
    }

    private static long seq(JsonNode object) throws MalformedEventException {
        JsonNode seq = object.path("seq");
        if (!seq.isIntegralNumber() || !seq.canConvertToLong() || seq.longValue() < 1) {
            throw new MalformedEventException("seq: must be a positive whole number");
        }
        return seq.longValue();
    }

    /** An epoch is the incarnation of the whole database, a hyphen, and a number of the stream's own. */
    private static String incarnation(JsonNode data) {
        String epoch = data.path("epoch").asText();
        int end = epoch.lastIndexOf('-');
        return end < 0 ? epoch : epoch.substring(0, end);
    }

    private static Cause causeOf(ConsumerRecord<String, byte[]> record) {
        String requestId = RecordHeaders.text(record.headers(), RecordHeaders.REQUEST_ID);
        TraceParent trace = TraceParent.parse(RecordHeaders.text(record.headers(), RecordHeaders.TRACE_PARENT));
        return new Cause(RequestId.isWellFormed(requestId) ? requestId : null, trace == null ? null : trace.value());
    }
}
