package dev.confab.chat.scheduled;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.chat.message.MessageRules;
import dev.confab.chat.personal.PersonalEvents;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.scheduled.ScheduledMessage.State;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.id.Uuid7;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.layer.ChannelLayer;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.task.TaskClient;
import dev.confab.common.task.TaskRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps messages that are to be posted later. A message and the task that says when its time has come are written in one
 * transaction, so there is never one without the other. A new time makes a new version and a new task; the task of an
 * older version finds another number and does nothing. With the layer {@code local} there are no tasks: {@link DueMessageSweep}
 * looks at the rows. What its author does is told on all of their devices, by the same transaction. Methods block: call them
 * on a virtual thread.
 */
@ApplicationScoped
class ScheduledMessageService {

    private static final String SOURCE = "/confab/chat";
    private static final String TASK = "post-scheduled-message";
    private static final Duration FURTHEST = Duration.ofDays(366);
    /** Of many messages that wait for the rate of their author, each try lets some through. */
    private static final Duration LEAST_POSTPONEMENT = Duration.ofSeconds(2);

    private final RoomAccess access;
    private final MessageRules rules;
    private final ScheduledMessageRepository messages;
    private final TaskClient tasks;
    private final ChannelLayer layer;
    private final PersonalEvents events;
    private final StreamLog log;
    private final ScheduledConfig config;
    private final InstantSource clock;

    ScheduledMessageService(
            RoomAccess access,
            MessageRules rules,
            ScheduledMessageRepository messages,
            TaskClient tasks,
            ChannelLayer layer,
            PersonalEvents events,
            StreamLog log,
            ScheduledConfig config,
            InstantSource clock) {
        this.access = access;
        this.rules = rules;
        this.messages = messages;
        this.tasks = tasks;
        this.layer = layer;
        this.events = events;
        this.log = log;
        this.config = config;
        this.clock = clock;
    }

    /** What is to be posted, unchecked. */
    record Wanted(
            @Nullable String text,
            @Nullable Instant sendAt,
            @Nullable String replyTo,
            @Nullable String threadId) {}

    /**
     * Schedules a message. Whether its author may post is asked now and again when its time has come.
     *
     * @throws ConfabException as posting a message does; {@code invalid_request} for a time that is over or further away
     *     than a year; {@code conflict} when the author has too many scheduled already
     */
    @Transactional
    ScheduledMessage schedule(String roomName, UserIdentity author, Wanted wanted) {
        if (author.isGuest()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Guests cannot schedule messages.");
        }
        RoomRef room = access.require(roomName, author, AccessMode.POST);
        ScheduledMessage message = new ScheduledMessage(
                Uuid7.create(),
                author.id(),
                room.name(),
                room.id(),
                rules.checkedText(wanted.text()),
                checkedId("replyTo", wanted.replyTo()),
                checkedId("threadId", wanted.threadId()),
                checkedTime(wanted.sendAt()),
                1,
                State.PENDING,
                null,
                null,
                now());
        if (messages.lockAndCount(author.id()) >= config.maxPerUser()) {
            throw new ConfabException(
                    ErrorCode.CONFLICT, "You have scheduled " + config.maxPerUser() + " messages, which is the limit.");
        }
        messages.insert(message, !layer.isLocal());
        submit(message);
        tell(author, "scheduled.changed", ScheduledMessageView.of(message));
        return message;
    }

    /** The author's, by time. */
    List<ScheduledMessage> list(UserIdentity author) {
        return messages.list(author.id());
    }

    /**
     * Gives a message another text or time, or both; null leaves either as it is. One that failed waits again.
     *
     * @throws ConfabException {@code not_found} when the author has no such message (any more); {@code conflict} when it
     *     is being posted
     */
    @Transactional
    ScheduledMessage change(UUID id, UserIdentity author, @Nullable String text, @Nullable Instant sendAt) {
        ScheduledMessage present = changeable(id, author);
        return waitAgain(
                present,
                text == null ? present.text() : rules.checkedText(text),
                sendAt == null && present.state() == State.PENDING ? present.sendAt() : checkedTime(sendAt),
                author);
    }

    private ScheduledMessage waitAgain(ScheduledMessage present, String text, Instant sendAt, UserIdentity author) {
        ScheduledMessage changed = new ScheduledMessage(
                present.id(),
                present.userId(),
                present.room(),
                present.roomId(),
                text,
                present.replyTo(),
                present.threadId(),
                sendAt,
                present.version() + 1,
                State.PENDING,
                null,
                null,
                present.createdAt());
        messages.change(changed, !layer.isLocal());
        submit(changed);
        tell(author, "scheduled.changed", ScheduledMessageView.of(changed));
        return changed;
    }

    /** @throws ConfabException as {@link #change} does */
    @Transactional
    void cancel(UUID id, UserIdentity author) {
        ScheduledMessage message = changeable(id, author);
        messages.delete(message.id());
        tell(author, ScheduledCancelled.EVENT, ScheduledCancelled.of(message));
    }

    /** Gives a message that is being posted a later time, at which its author may post again. */
    @Transactional
    void postpone(ScheduledMessage sending, UserIdentity author, @Nullable Duration retryAfter) {
        Duration wait =
                retryAfter == null || retryAfter.compareTo(LEAST_POSTPONEMENT) < 0 ? LEAST_POSTPONEMENT : retryAfter;
        messages.lock(sending.id())
                .filter(row -> row.state() == State.SENDING && row.version() == sending.version())
                .ifPresent(row -> waitAgain(row, row.text(), now().plus(wait), author));
    }

    /** Last in the transaction, because it locks the stream. */
    private void tell(UserIdentity author, String type, Object data) {
        log.appendInTransaction(events.own(author, type, data));
    }

    private ScheduledMessage changeable(UUID id, UserIdentity author) {
        ScheduledMessage message = messages.lock(id)
                .filter(one -> one.userId().equals(author.id()))
                .orElseThrow(() -> new ConfabException(ErrorCode.NOT_FOUND, "There is no such scheduled message."));
        if (message.state() == State.SENDING) {
            throw new ConfabException(ErrorCode.CONFLICT, "The message is being posted.");
        }
        return message;
    }

    /** Submits the tasks of messages that were scheduled while there was nobody to submit them to. How many. */
    @Transactional
    int submitMissing(int limit) {
        List<ScheduledMessage> missing = messages.lockUnsubmitted(limit);
        missing.forEach(message -> {
            submit(message);
            messages.submitted(message.id());
        });
        return missing.size();
    }

    private void submit(ScheduledMessage message) {
        if (layer.isLocal()) {
            return;
        }
        ObjectNode payload = CloudEvent.object();
        payload.put("scheduledId", message.id().toString());
        payload.put("roomId", message.roomId().toString());
        payload.put("version", message.version());
        tasks.submit(TaskRequest.of(TASK, payload, SOURCE).between(message.sendAt(), null));
    }

    private Instant checkedTime(@Nullable Instant sendAt) {
        if (sendAt == null) {
            throw ConfabException.invalid("sendAt", "is missing");
        }
        Instant now = clock.instant();
        if (!sendAt.isAfter(now)) {
            throw ConfabException.invalid("sendAt", "must be in the future");
        }
        if (sendAt.isAfter(now.plus(FURTHEST))) {
            throw ConfabException.invalid("sendAt", "must be within a year");
        }
        return sendAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether there is such a message is asked when its time has come. */
    private static @Nullable String checkedId(String field, @Nullable String id) {
        if (id == null) {
            return null;
        }
        try {
            return UUID.fromString(id).toString();
        } catch (IllegalArgumentException noId) {
            throw ConfabException.invalid(field, "must be the id of a message");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
