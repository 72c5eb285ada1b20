package dev.confab.chat.message;

import dev.confab.chat.room.RoomActivity;
import dev.confab.chat.room.RoomPolicies;
import dev.confab.chat.room.RoomPolicy;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.ratelimit.Decision;
import dev.confab.common.ratelimit.Limit;
import dev.confab.common.ratelimit.RateLimiter;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.AppendResult;
import dev.confab.common.stream.StreamLog;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends messages. */
@ApplicationScoped
public class MessageService {

    /** The bucket of the limit {@code confab.messages.rate-limit}, for all that is said. */
    public static final String SENDING = "messages";

    private static final String REPEATS = "message-repeats";

    private final MessageRules rules;
    private final MessageCodec codec;
    private final MessageContentService contents;
    private final MessageRepository messages;
    private final MessageFilesService files;
    private final RoomPolicies policies;
    private final ThreadPosting threads;
    private final RateLimiter limiter;
    private final StreamLog log;
    private final RoomMentionService notices;
    private final RoomActivity activity;
    private final ExecutorService virtualThreads;
    private final InstantSource clock;
    private final Limit sendLimit;
    private final Limit repeatLimit;

    MessageService(
            MessageRules rules,
            MessageCodec codec,
            MessageContentService contents,
            MessageRepository messages,
            MessageFilesService files,
            RoomPolicies policies,
            ThreadPosting threads,
            RateLimiter limiter,
            StreamLog log,
            RoomMentionService notices,
            RoomActivity activity,
            @VirtualThreads ExecutorService virtualThreads,
            InstantSource clock,
            MessagesConfig config) {
        this.rules = rules;
        this.codec = codec;
        this.contents = contents;
        this.messages = messages;
        this.files = files;
        this.policies = policies;
        this.threads = threads;
        this.limiter = limiter;
        this.log = log;
        this.notices = notices;
        this.activity = activity;
        this.virtualThreads = virtualThreads;
        this.clock = clock;
        this.sendLimit = new Limit(config.rateLimit(), config.ratePeriod());
        this.repeatLimit = new Limit(config.repeatLookups(), config.ratePeriod());
    }

    /**
     * Checks a message and appends it to the room's stream. Never blocks; may be called from an event loop. The
     * caller has checked that the author may come in there; whether they may post now is looked up here
     * ({@code RoomPolicies}).
     *
     * <p>Completes after the commit, on any thread. A repeat of a {@code clientMessageId} of the same author in the
     * same room completes with the first result, {@code duplicate} set, also when the author is over the rate: clients
     * that come back after an outage send again what was not acknowledged, and must not be told that a message failed
     * which everyone has read. Fails with a {@link ConfabException}: {@code invalid_request} (naming the field),
     * {@code message_blank}, {@code message_too_long}, {@code banned_words}, {@code reply_target_not_found},
     * {@code message_not_found}, {@code attachment_not_found}, {@code rate_limited} and {@code slow_mode} (with the time
     * to wait), {@code room_closed}, {@code forbidden}, {@code banned_from_room}, {@code room_not_found},
     * {@code overloaded}, {@code unavailable}.
     *
     * <p>Most messages name nobody, answer nothing and have no files; they need no query before they are stored. The others are
     * looked up on a virtual thread.
     *
     * @param requestId   for logs and consumers, if known
     * @param traceParent the step of a trace that sends it, if known
     */
    public CompletableFuture<PostedMessage> post(
            RoomRef room,
            UserIdentity author,
            MessageRequest message,
            @Nullable String requestId,
            @Nullable String traceParent) {
        Origin origin = new Origin(room, author, requestId, traceParent);
        Draft draft;
        try {
            draft = rules.check(message);
        } catch (ConfabException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        RoomPolicy policy = policies.atHand(room.id());
        return policy == null
                ? policies.load(room.id()).thenCompose(loaded -> post(origin, draft, loaded))
                : post(origin, draft, policy);
    }

    private CompletableFuture<PostedMessage> post(Origin origin, Draft draft, RoomPolicy policy) {
        UserIdentity author = origin.author();
        AppendRequest plain = request(origin, draft, MessageContent.plain(draft.text()));
        if (limiter.tryAcquireHere(SENDING, author.id().toString(), sendLimit)
                instanceof Decision.Refused(Duration retryAfter)) {
            return repeatOrRefusal(plain, author, tooFast(retryAfter));
        }
        ConfabException objection = policy.objection(author, draft.text(), clock.instant());
        if (objection != null) {
            return repeatOrRefusal(plain, author, objection);
        }
        SlowMode slowMode = SlowMode.of(policy, origin.room(), author);
        if (slowMode.isOff()) {
            return store(origin, draft, plain);
        }
        return slowMode.take(limiter).subscribeAsCompletionStage().thenCompose(decision -> switch (decision) {
            case Decision.Allowed allowed -> store(origin, draft, plain);
            case Decision.Refused(Duration retryAfter) -> repeatOrRefusal(plain, author, slowMode.refusal(retryAfter));
        });
    }

    private CompletableFuture<PostedMessage> store(Origin origin, Draft draft, AppendRequest plain) {
        UUID threadId = draft.threadId();
        if (draft.attachments().isEmpty() && threadId == null && !MessageContentService.needsLookup(draft)) {
            return append(plain);
        }
        CompletableFuture<PostedMessage> posted;
        if (!draft.attachments().isEmpty()) {
            posted = withFiles(plain, draft, origin);
        } else if (threadId != null) {
            posted = blocking(() -> posted(origin.room().id(), reply(origin, draft, threadId)));
        } else {
            posted = lookUp(origin, draft);
        }
        return posted.exceptionallyCompose(
                failure -> targetIsGone(failure) ? repeatOr(plain, failure) : CompletableFuture.failedFuture(failure));
    }

    private static boolean targetIsGone(Throwable failure) {
        ErrorCode code = ConfabException.of(failure).code();
        return code == ErrorCode.REPLY_TARGET_NOT_FOUND || code == ErrorCode.MESSAGE_NOT_FOUND;
    }

    /** What it answers may have been deleted since it was stored for the first time. */
    private CompletableFuture<PostedMessage> repeatOr(AppendRequest request, Throwable failure) {
        return blocking(() -> messages.findRepeated(request).orElseThrow(() -> ConfabException.of(failure)));
    }

    /** Not together with other messages: what the thread keeps of it is stored in the same transaction. */
    private AppendResult reply(Origin origin, Draft draft, UUID threadId) {
        return threads.post(new ThreadPosting.Reply(
                origin.room(),
                origin.author(),
                threadId,
                contents.resolve(draft, origin.room(), origin.author()),
                content -> request(origin, draft, content)));
    }

    private CompletableFuture<PostedMessage> lookUp(Origin origin, Draft draft) {
        return blocking(() -> contents.resolve(draft, origin.room(), origin.author()))
                .thenCompose(content -> {
                    AppendRequest request = request(origin, draft, content);
                    return content.mentionsRoom() == null
                            ? append(request)
                            : blocking(() -> notices.post(request, origin.room(), origin.author(), content));
                });
    }

    private AppendRequest request(Origin origin, Draft draft, MessageContent content) {
        return new AppendRequest(
                origin.room().id(),
                MessageCodec.MESSAGE_POSTED,
                origin.author().id(),
                origin.author().username(),
                draft.clientMessageId(),
                codec.encode(content),
                origin.requestId(),
                origin.traceParent());
    }

    private CompletableFuture<PostedMessage> append(AppendRequest request) {
        return log.append(request).thenApply(result -> posted(request.streamId(), result));
    }

    private PostedMessage posted(UUID room, AppendResult result) {
        return switch (result) {
            case AppendResult.Appended appended -> {
                activity.touch(room);
                yield PostedMessage.of(appended.event(), false);
            }
            case AppendResult.Duplicate duplicate -> PostedMessage.of(duplicate.original(), true);
            case AppendResult.UnknownStream unknown ->
                throw new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room.");
        };
    }

    /** Files and message belong together, so they are stored in one transaction of their own. */
    private CompletableFuture<PostedMessage> withFiles(AppendRequest plain, Draft draft, Origin origin) {
        return blocking(() -> {
            PostedMessage posted = files.post(plain, draft, origin.room(), origin.author());
            activity.touch(origin.room().id());
            return posted;
        });
    }

    private CompletableFuture<PostedMessage> repeatOrRefusal(
            AppendRequest request, UserIdentity author, ConfabException refusal) {
        return limiter.tryAcquire(REPEATS, author.id().toString(), repeatLimit)
                .subscribeAsCompletionStage()
                .thenCompose(decision -> switch (decision) {
                    case Decision.Allowed allowed ->
                        blocking(() -> messages.findRepeated(request).orElseThrow(() -> refusal));
                    case Decision.Refused refused -> CompletableFuture.failedFuture(refusal);
                });
    }

    /**
     * Not by a Uni: its context propagation would take the request context away from a caller that waits for the result,
     * for a moment after it is there.
     */
    private <T> CompletableFuture<T> blocking(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, virtualThreads);
    }

    private static ConfabException tooFast(Duration retryAfter) {
        return new ConfabException(ErrorCode.RATE_LIMITED, "You are sending messages too fast.", retryAfter);
    }

    /** Where a message comes from. */
    private record Origin(
            RoomRef room,
            UserIdentity author,
            @Nullable String requestId,
            @Nullable String traceParent) {}
}
