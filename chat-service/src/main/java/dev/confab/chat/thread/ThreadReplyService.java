package dev.confab.chat.thread;

import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.message.MessageCodec;
import dev.confab.chat.message.MessageContent;
import dev.confab.chat.message.MessageContent.Person;
import dev.confab.chat.message.MessageContent.ThreadPlace;
import dev.confab.chat.message.ThreadPosting;
import dev.confab.chat.message.TouchedMessage;
import dev.confab.chat.message.TouchedMessageRepository;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.FutureResult;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.AppendResult;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Posts replies in threads. The row of the message that begins the thread is locked, then the stream; so replies of one
 * thread are counted in the order of the log, and a repetition always finds the first one.
 */
@ApplicationScoped
class ThreadReplyService implements ThreadPosting {

    /** So many followers are told of a reply. */
    static final int MAX_TOLD = 50;

    private final TouchedMessageRepository messages;
    private final ThreadRepository threads;
    private final MessageCodec codec;
    private final StreamLog log;
    private final InstantSource clock;

    ThreadReplyService(
            TouchedMessageRepository messages,
            ThreadRepository threads,
            MessageCodec codec,
            StreamLog log,
            InstantSource clock) {
        this.messages = messages;
        this.threads = threads;
        this.codec = codec;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public AppendResult post(Reply reply) {
        Optional<StreamEvent> stored =
                QuarkusTransaction.joiningExisting().call(() -> Optional.ofNullable(postInTransaction(reply)));
        // Stored before: appending it once more stores nothing and answers with the original.
        return stored.<AppendResult>map(AppendResult.Appended::new)
                .orElseGet(() -> FutureResult.of(log.append(reply.request().apply(reply.content()))));
    }

    /** Null if there is one of that client id. */
    private @Nullable StreamEvent postInTransaction(Reply reply) {
        UUID room = reply.room().id();
        TouchedMessage root = messages.lock(room, reply.threadId()).orElseThrow(MessageAccess::notFound);
        MessageContent rootContent = codec.decode(root.data());
        if (rootContent.thread() != null) {
            throw ConfabException.invalid("threadId", "is a reply itself");
        }
        AppendRequest plain = reply.request().apply(reply.content());
        String clientId = plain.clientId();
        if (clientId != null && threads.isRepeated(room, reply.author().id(), clientId)) {
            return null;
        }
        if (root.deleted() && root.replies() == 0) {
            throw MessageAccess.notFound();
        }
        UUID author = reply.author().id();
        threads.follow(reply.room(), root.messageId(), byThemselves(root, reply), author, now());
        List<Person> followers = threads.followers(reply.room(), root.messageId(), author, MAX_TOLD);
        ThreadPlace place = new ThreadPlace(root.messageId(), root.seq(), followers);
        StreamEvent event =
                log.appendInTransaction(reply.request().apply(reply.content().in(place)));
        threads.add(root.messageId(), event);
        return event;
    }

    private static List<UUID> byThemselves(TouchedMessage root, Reply reply) {
        List<UUID> people = new ArrayList<>();
        people.add(root.authorId());
        people.add(reply.author().id());
        reply.content().mentions().forEach(person -> people.add(person.id()));
        return people;
    }

    /** As it is stored. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
