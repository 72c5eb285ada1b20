package dev.confab.chat.thread;

import dev.confab.chat.account.AccountLeaving;
import dev.confab.chat.message.HistoryPage;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.message.MessageCodec;
import dev.confab.chat.message.MessageItems;
import dev.confab.chat.message.MessageTarget;
import dev.confab.chat.message.StoredMessage;
import dev.confab.chat.message.StoredMessageRepository;
import dev.confab.chat.message.TouchedMessage;
import dev.confab.chat.message.TouchedMessageRepository;
import dev.confab.chat.paging.Page;
import dev.confab.chat.thread.ThreadViewRepository.Standing;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Shows threads, and lets people follow and read them. The number of statements does not depend on the number of threads
 * or replies. Every method blocks.
 */
@ApplicationScoped
public class ThreadService {

    private static final Standing STRANGER = new Standing(false, 0, 0);

    private final TouchedMessageRepository touched;
    private final StoredMessageRepository stored;
    private final ThreadViewRepository threads;
    private final MessageItems items;
    private final MessageCodec codec;
    private final StreamLog log;
    private final InstantSource clock;

    ThreadService(
            TouchedMessageRepository touched,
            StoredMessageRepository stored,
            ThreadViewRepository threads,
            MessageItems items,
            MessageCodec codec,
            StreamLog log,
            InstantSource clock) {
        this.touched = touched;
        this.stored = stored;
        this.threads = threads;
        this.items = items;
        this.codec = codec;
        this.log = log;
        this.clock = clock;
    }

    /**
     * A thread with its first replies behind {@code after}. A message without replies is a thread that nobody has begun.
     *
     * @throws ConfabException {@code message_not_found}, also for a reply
     */
    @Transactional
    public ThreadView view(MessageTarget target, long after, int limit) {
        UUID room = target.room().id();
        UUID user = target.user().id();
        StreamPosition top = log.positions(List.of(room)).get(room);
        List<UUID> replies = threads.replies(room, target.messageId(), after, limit + 1);
        List<UUID> page = replies.subList(0, Math.min(limit, replies.size()));
        List<UUID> wanted = new ArrayList<>(page);
        wanted.add(target.messageId());
        Map<UUID, HistoryPage.Item> shown = items
                .of(
                        stored.find(wanted).stream()
                                .filter(message -> message.roomId().equals(room))
                                .toList(),
                        user)
                .stream()
                .collect(Collectors.toMap(HistoryPage.Item::messageId, Function.identity()));
        HistoryPage.Item root = shown.remove(target.messageId());
        if (root == null || root.thread() != null) {
            throw MessageAccess.notFound();
        }
        Standing standing = threads.standing(room, target.messageId(), user).orElse(STRANGER);
        return new ThreadView(
                root,
                page.stream().filter(shown::containsKey).map(shown::get).toList(),
                replies.size() > limit,
                top == null ? 0 : top.seq(),
                standing.followed(),
                standing.readSeq(),
                standing.unread());
    }

    /**
     * The threads that the user follows in rooms that the user may read now, the one with the newest reply first.
     *
     * @param after {@code next} of the page before; null for the first page
     */
    @Transactional
    public Page<FollowedThread> followed(UserIdentity user, ThreadCursor after, int limit) {
        List<ThreadViewRepository.Row> rows = threads.followed(user, after, limit + 1);
        List<ThreadViewRepository.Row> page = rows.subList(0, Math.min(limit, rows.size()));
        List<StoredMessage> roots =
                stored.find(page.stream().map(ThreadViewRepository.Row::rootId).toList());
        Map<UUID, HistoryPage.Item> shown = items.of(roots, user.id()).stream()
                .collect(Collectors.toMap(HistoryPage.Item::messageId, Function.identity()));
        List<FollowedThread> found = page.stream()
                .filter(row -> shown.containsKey(row.rootId()))
                .map(row -> followed(row, shown))
                .toList();
        String next = rows.size() > limit
                ? new ThreadCursor(page.getLast().lastReplyAt(), page.getLast().rootId()).encoded()
                : null;
        return new Page<>(found, next);
    }

    private static FollowedThread followed(ThreadViewRepository.Row row, Map<UUID, HistoryPage.Item> shown) {
        HistoryPage.Item root = shown.get(row.rootId());
        if (root == null) {
            throw new IllegalStateException("a thread whose first message was not read");
        }
        return new FollowedThread(row.room(), row.roomId(), root, row.readSeq(), row.unread());
    }

    /**
     * Begins or stops to follow, and tells all devices of the user by {@code thread.followed} or {@code thread.unfollowed}.
     *
     * @throws ConfabException {@code message_not_found}, also for a reply
     */
    @Transactional
    public void follow(MessageTarget target, boolean on) {
        TouchedMessage root = root(target);
        UUID room = target.room().id();
        if (threads.follow(room, root.messageId(), target.user().id(), on, now())) {
            log.appendInTransaction(target.personalEvent(
                    on ? "thread.followed" : "thread.unfollowed", codec.write(placed(target, root.seq()))));
        }
    }

    /**
     * Moves how far the user has read a thread forward to {@code seq}, at most to its last reply, and tells all devices of
     * the user by {@code thread.read}. An older place changes nothing.
     *
     * @param seq the place of a reply in the room's stream
     * @throws ConfabException {@code message_not_found}, also for a reply; {@code invalid_request} for a negative number
     */
    @Transactional
    public void read(MessageTarget target, long seq) {
        if (seq < 0) {
            throw ConfabException.invalid("seq", "must not be negative");
        }
        TouchedMessage root = root(target);
        threads.read(target.room().id(), root.messageId(), target.user().id(), seq, now())
                .ifPresent(reached -> log.appendInTransaction(
                        target.personalEvent("thread.read", codec.write(placed(target, reached)))));
    }

    /** In the transaction of the deletion. */
    void leave(@Observes AccountLeaving leaving) {
        threads.forget(leaving.userId());
    }

    private TouchedMessage root(MessageTarget target) {
        return touched.lock(target.room().id(), target.messageId())
                .filter(message -> codec.decode(message.data()).thread() == null)
                .filter(message -> !message.deleted() || message.replies() > 0)
                .orElseThrow(MessageAccess::notFound);
    }

    private static Placed placed(MessageTarget target, long seq) {
        return new Placed(target.room().name(), target.room().id(), target.messageId(), seq);
    }

    /** As it is stored. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private record Placed(String room, UUID roomId, UUID messageId, long seq) {}
}
