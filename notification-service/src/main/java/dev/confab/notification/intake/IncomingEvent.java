package dev.confab.notification.intake;

import dev.confab.common.account.AccountState;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.trace.TraceStep;
import dev.confab.notification.inbox.Cause;
import dev.confab.notification.inbox.ReadMark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened elsewhere and concerns inboxes. */
sealed interface IncomingEvent {
    /** A person as others name them. */
    record Person(UUID id, String username) {}

    /**
     * A message that mentions people or answers one.
     *
     * @param incarnation of the database that counted {@code seq}
     * @param repliesTo the author of the message that it answers
     */
    record MessagePosted(
            UUID eventId,
            String room,
            UUID roomId,
            long seq,
            String incarnation,
            Person author,
            String text,
            Instant time,
            List<Person> mentions,
            @Nullable Person repliesTo,
            Cause cause)
            implements IncomingEvent {
        public MessagePosted {
            mentions = List.copyOf(mentions);
        }

        /** The same with a later step of its trace. */
        MessagePosted at(TraceStep step) {
            return new MessagePosted(
                    eventId,
                    room,
                    roomId,
                    seq,
                    incarnation,
                    author,
                    text,
                    time,
                    mentions,
                    repliesTo,
                    new Cause(cause.requestId(), step.traceParent().value()));
        }
    }

    /** Another service asks for notifications. */
    record NotificationRequested(NoticeRequest request, Cause cause) implements IncomingEvent {}

    /** Somebody has read a room up to a place. */
    record RoomRead(ReadMark mark, String username) implements IncomingEvent {}

    /** The newest state of an account; empty if it was deleted. */
    record AccountChanged(UUID userId, Optional<AccountState> state) implements IncomingEvent {}
}
