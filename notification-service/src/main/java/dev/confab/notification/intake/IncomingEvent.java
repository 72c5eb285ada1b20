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
     * A message that mentions people, answers one, or is a reply in a thread that people follow.
     *
     * @param incarnation of the database that counted {@code seq}
     * @param repliesTo the author of the message that it answers
     * @param followers of the thread in which it is a reply
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
            List<Person> followers,
            Cause cause)
            implements IncomingEvent {
        public MessagePosted {
            mentions = List.copyOf(mentions);
            followers = List.copyOf(followers);
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
                    followers,
                    new Cause(cause.requestId(), step.traceParent().value()));
        }
    }

    /** Another service asks for notifications. */
    record NotificationRequested(NoticeRequest request, Cause cause) implements IncomingEvent {}

    /**
     * A message says something else now, or nothing any more.
     *
     * @param text empty when it was deleted
     * @param seq the place of this event in the room
     * @param named the message, if it mentions people now whom it did not mention when it was posted, with these only
     */
    record MessageChanged(UUID messageId, Optional<String> text, long seq, Optional<MessagePosted> named)
            implements IncomingEvent {}

    /** Somebody has read a room up to a place. */
    record RoomRead(ReadMark mark, String username) implements IncomingEvent {}

    /** The newest state of an account; empty if it was deleted. */
    record AccountChanged(UUID userId, Optional<AccountState> state) implements IncomingEvent {}
}
