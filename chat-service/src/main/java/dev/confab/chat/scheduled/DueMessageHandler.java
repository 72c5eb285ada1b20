package dev.confab.chat.scheduled;

import dev.confab.chat.auth.AccountDirectory;
import dev.confab.chat.auth.AccountState;
import dev.confab.chat.command.ChatCommandHandler;
import dev.confab.chat.message.MessageRequest;
import dev.confab.chat.message.MessageService;
import dev.confab.chat.message.PostedMessage;
import dev.confab.chat.personal.PersonalEvents;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.scheduled.ScheduledMessage.State;
import dev.confab.chat.scheduled.ScheduledMessageRepository.Place;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.command.ChatCommandCodec;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.error.FutureResult;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Posts a scheduled message whose time has come, in three steps that a crash may separate: the row is taken (from then on
 * its author can no longer change it), the message is posted under a client id that follows from the row's id, and the row
 * is deleted together with the personal event {@code scheduled.sent}. Repeating any of them changes nothing: a message
 * that is posted already is found by its client id, and without a row there is nothing to do.
 *
 * <p>What its author may do is asked now; a refusal is noted on the row and told by {@code scheduled.failed}. Whoever has
 * to wait (slow mode, their rate of messages) finds the message at a later time.
 */
@ApplicationScoped
class DueMessageHandler implements ChatCommandHandler {

    private final ScheduledMessageService service;
    private final ScheduledMessageRepository scheduled;
    private final AccountDirectory accounts;
    private final RoomAccess access;
    private final MessageService messages;
    private final PersonalEvents events;
    private final StreamLog log;

    DueMessageHandler(
            ScheduledMessageService service,
            ScheduledMessageRepository scheduled,
            AccountDirectory accounts,
            RoomAccess access,
            MessageService messages,
            PersonalEvents events,
            StreamLog log) {
        this.service = service;
        this.scheduled = scheduled;
        this.accounts = accounts;
        this.access = access;
        this.messages = messages;
        this.events = events;
        this.log = log;
    }

    @Override
    public String kind() {
        return "message.due";
    }

    @Override
    public void handle(ChatCommand command) throws MalformedEventException {
        UUID id = ChatCommandCodec.uuid("data.scheduledId", CloudEvent.text(command.data(), "scheduledId"));
        Integer version = CloudEvent.optionalInt(command.data(), "version", 1, Integer.MAX_VALUE);
        if (version == null) {
            throw new MalformedEventException("data.version: is missing");
        }
        post(id, version, command.requestId(), command.traceParent());
    }

    /**
     * Posts the message if this is its version and it is not posted and noted already. Blocks; on a virtual thread, outside
     * of a transaction.
     *
     * @throws ConfabException if time may heal it
     */
    void post(UUID id, int version, @Nullable String requestId, @Nullable String traceParent) {
        Optional<ScheduledMessage> taken = QuarkusTransaction.requiringNew().call(() -> take(id, version));
        if (taken.isEmpty()) {
            return;
        }
        ScheduledMessage message = taken.get();
        AccountState author = accounts.find(message.userId()).orElse(null);
        if (author == null) {
            // The account is gone, and the row with it.
            return;
        }
        try {
            Place posted = message.state() == State.SENDING
                    ? scheduled.posted(message).orElseGet(() -> post(message, author, requestId, traceParent))
                    : post(message, author, requestId, traceParent);
            QuarkusTransaction.requiringNew().run(() -> sent(message, author.identity(), posted));
        } catch (ConfabException refused) {
            if (isOfTheAuthor(refused.code())) {
                service.postpone(message, author.identity(), refused.retryAfter());
                return;
            }
            if (refused.code().temporary() || refused.code() == ErrorCode.INTERNAL) {
                throw refused;
            }
            QuarkusTransaction.requiringNew().run(() -> failed(message, author.identity(), refused));
        }
    }

    @Override
    public void givenUp(ChatCommand command) {
        giveUp(UUID.fromString(command.data().path("scheduledId").asText()));
    }

    /** Notes that a message that is being posted never will be, for a reason that its author cannot help. */
    void giveUp(UUID id) {
        QuarkusTransaction.requiringNew()
                .run(() -> scheduled
                        .lock(id)
                        .ifPresent(message -> accounts.find(message.userId())
                                .ifPresent(author -> failed(
                                        message,
                                        author.identity(),
                                        new ConfabException(ErrorCode.INTERNAL, "The message could not be posted.")))));
    }

    /** The message, if this is its time and it is not posted and noted already. */
    private Optional<ScheduledMessage> take(UUID id, int version) {
        Optional<ScheduledMessage> due =
                scheduled.lock(id).filter(message -> message.version() == version && message.state() != State.FAILED);
        due.ifPresent(message -> scheduled.sending(message.id()));
        return due;
    }

    /** Whether it is the author who has to wait, which must not hold up the messages of others. */
    private static boolean isOfTheAuthor(ErrorCode refusal) {
        return refusal == ErrorCode.SLOW_MODE || refusal == ErrorCode.RATE_LIMITED;
    }

    private Place post(
            ScheduledMessage message, AccountState author, @Nullable String requestId, @Nullable String traceParent) {
        if (author.banned()) {
            throw new ConfabException(ErrorCode.BANNED, "The account is banned.");
        }
        RoomRef room = access.require(message.room(), author.identity(), AccessMode.POST);
        PostedMessage posted = FutureResult.of(messages.post(
                room,
                author.identity(),
                new MessageRequest(
                        message.clientMessageId(), message.text(), message.replyTo(), message.threadId(), List.of()),
                requestId,
                traceParent));
        return new Place(posted.messageId(), posted.seq());
    }

    private void sent(ScheduledMessage message, UserIdentity author, Place posted) {
        if (scheduled.delete(message.id())) {
            log.appendInTransaction(events.own(
                    author,
                    "scheduled.sent",
                    new Sent(message.id(), message.room(), message.roomId(), posted.messageId(), posted.seq())));
        }
    }

    private void failed(ScheduledMessage message, UserIdentity author, ConfabException refused) {
        if (scheduled
                .lock(message.id())
                .filter(row -> row.state() == State.SENDING)
                .isPresent()) {
            scheduled.fail(message.id(), refused.code().code(), refused.detail());
            log.appendInTransaction(events.own(
                    author,
                    "scheduled.failed",
                    new Failed(
                            message.id(),
                            message.room(),
                            message.roomId(),
                            refused.code().code(),
                            refused.detail())));
        }
    }

    private record Sent(UUID id, String room, UUID roomId, UUID messageId, long seq) {}

    private record Failed(UUID id, String room, UUID roomId, String code, String message) {}
}
