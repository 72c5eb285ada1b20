package dev.confab.notification.inbox;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.stream.StreamLog;
import dev.confab.notification.recipient.Recipient;
import dev.confab.notification.recipient.RecipientService;
import dev.confab.notification.recipient.RecipientService.EndedSignIns;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes and reads inboxes. Every change happens under the lock of the inbox, and the rows, the events of the inbox's
 * stream and what listeners make of it are committed together. Every method blocks.
 */
@ApplicationScoped
public class InboxService implements InboxAccess {
    private final InboxRepository inboxes;
    private final NotificationTextRepository texts;
    private final RecipientService recipients;
    private final InboxEvents events;
    private final StreamLog log;
    private final List<InboxListener> listeners;
    private final InboxMetrics metrics;
    private final InstantSource clock;

    InboxService(
            InboxRepository inboxes,
            NotificationTextRepository texts,
            RecipientService recipients,
            InboxEvents events,
            StreamLog log,
            @All List<InboxListener> listeners,
            InboxMetrics metrics,
            InstantSource clock) {
        this.inboxes = inboxes;
        this.texts = texts;
        this.recipients = recipients;
        this.events = events;
        this.log = log;
        this.listeners = listeners;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * What a batch of events changes.
     *
     * @param marks applied before the notifications, so that what was read in the same batch is stored as read
     * @param texts applied after them: what messages say now
     */
    public record Changes(
            List<StoredNotification> notifications,
            List<ReadMark> marks,
            List<EndedSignIns> endedSignIns,
            Map<UUID, TextChange> texts) {}

    /**
     * Applies changes in the caller's transaction, which holds the locks of all inboxes concerned. Notifications that are
     * there already are left as they are and cause nothing again.
     */
    public void apply(Changes changes, Map<UUID, Recipient> locked) throws SQLException {
        Instant now = now();
        List<AppendRequest> appends = new ArrayList<>();
        changes.endedSignIns().forEach(ended -> appends.add(events.signInsEnded(ended.userId(), ended.validAfter())));
        if (!changes.marks().isEmpty()) {
            List<ReadMark> marks = furthest(changes.marks());
            inboxes.advance(marks);
            appends.addAll(tellRead(inboxes.read(marks, now)));
        }
        List<StoredNotification> stored = store(changes.notifications(), now);
        appends.addAll(tellStored(stored));
        Map<UUID, List<UUID>> gone = changeTexts(changes.texts(), now, appends);
        append(appends, locked);
        // Last, because it changes events under the locks of the streams that appending takes.
        if (!gone.isEmpty()) {
            texts.redact(gone);
        }
        metrics.stored(stored, changes.notifications().size() - stored.size());
    }

    /** Who was notified of these messages, by id. */
    public Map<UUID, String> recipientsOf(Collection<UUID> messages) throws SQLException {
        return messages.isEmpty() ? Map.of() : texts.recipientsOf(messages);
    }

    /** Deletes all notifications and read positions of these people, in the caller's transaction, which holds their locks. */
    public void erase(Collection<UUID> people) throws SQLException {
        inboxes.erase(people);
    }

    @Override
    public void open(UUID userId, String username) {
        QuarkusTransaction.joiningExisting().run(() -> log.createMissing(StreamKind.INBOX, Map.of(userId, username)));
    }

    /** A page of a person's notifications, newest first. */
    public NotificationPage page(UUID user, boolean unreadOnly, @Nullable UUID before, int limit) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            List<Notification> found = inboxes.page(user, unreadOnly, before, limit + 1);
            List<Notification> items = found.subList(0, Math.min(limit, found.size()));
            return new NotificationPage(
                    items.stream().map(NotificationView::of).toList(),
                    count(user),
                    found.size() > limit ? items.getLast().id() : null);
        });
    }

    @Override
    public long unread(UUID user) {
        return QuarkusTransaction.joiningExisting().call(() -> count(user));
    }

    /** One notification, if it is this person's. */
    public Optional<Notification> find(UUID user, UUID id) {
        return QuarkusTransaction.joiningExisting().call(() -> inboxes.find(user, id));
    }

    /**
     * Marks one as read. One that is read already stays as it is.
     *
     * @throws ConfabException {@code not_found} if the person has none such
     */
    public void read(UUID user, UUID id) {
        if (find(user, id).isEmpty()) {
            throw new ConfabException(ErrorCode.NOT_FOUND, "There is no such notification.");
        }
        read(user, Set.of(id));
    }

    @Override
    public long read(UUID user, Collection<UUID> ids) {
        return change(user, now -> {
            List<UUID> read = inboxes.read(user, ids, now);
            return read.isEmpty() ? List.of() : tellRead(Map.of(user, read));
        });
    }

    @Override
    public long readAll(UUID user) {
        return change(user, now -> {
            List<UUID> read = inboxes.readAll(user, now);
            if (read.isEmpty()) {
                return List.of();
            }
            tellListeners(read);
            return List.of(events.readAll(user, Cause.current()));
        });
    }

    private interface Change {
        /** Returns the events to be appended. */
        List<AppendRequest> make(Instant now) throws SQLException;
    }

    private long change(UUID user, Change change) {
        return QuarkusTransaction.joiningExisting().call(() -> {
            Optional<Recipient> owner = recipients.lock(user);
            if (owner.isEmpty()) {
                // Nobody has ever been notified under this id.
                return 0L;
            }
            append(change.make(now()), Map.of(user, owner.get()));
            return count(user);
        });
    }

    /** For each person and room the furthest mark, of the incarnation that was named last. */
    private static List<ReadMark> furthest(List<ReadMark> marks) {
        record Place(UUID userId, UUID roomId) {}
        Map<Place, ReadMark> furthest = new LinkedHashMap<>();
        for (ReadMark mark : marks) {
            furthest.merge(
                    new Place(mark.userId(), mark.roomId()),
                    mark,
                    (one, next) -> one.incarnation().equals(next.incarnation()) && one.seq() > next.seq() ? one : next);
        }
        return List.copyOf(furthest.values());
    }

    private List<StoredNotification> store(List<StoredNotification> wanted, Instant now) throws SQLException {
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<UUID, StoredNotification> byId = new HashMap<>();
        wanted.forEach(one -> byId.putIfAbsent(one.notification().id(), one));
        List<StoredNotification> stored = new ArrayList<>();
        for (Notification notification : inboxes.insert(wanted, now)) {
            StoredNotification one = Objects.requireNonNull(byId.get(notification.id()));
            stored.add(new StoredNotification(notification, one.cause(), one.place()));
        }
        if (!stored.isEmpty()) {
            for (InboxListener listener : listeners) {
                listener.stored(stored);
            }
        }
        return stored;
    }

    private List<AppendRequest> tellStored(List<StoredNotification> stored) throws SQLException {
        if (stored.isEmpty()) {
            return List.of();
        }
        Map<UUID, Long> unread = inboxes.unread(stored.stream()
                .map(one -> one.notification().recipientId())
                .distinct()
                .toList());
        return stored.stream()
                .map(one -> events.created(
                        one, unread.getOrDefault(one.notification().recipientId(), 0L)))
                .toList();
    }

    /** Lets notifications follow their messages. Returns those whose message was deleted, by recipient. */
    private Map<UUID, List<UUID>> changeTexts(Map<UUID, TextChange> wanted, Instant now, List<AppendRequest> appends)
            throws SQLException {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<UUID, TextChange> edited = new HashMap<>(wanted);
        edited.values().removeIf(change -> change.text().isEmpty());
        List<UUID> deleted = wanted.keySet().stream()
                .filter(message -> !edited.containsKey(message))
                .toList();
        for (Notification changed : texts.edit(edited)) {
            appends.add(events.changed(changed));
        }
        Map<UUID, List<UUID>> gone = texts.delete(deleted, now);
        if (!gone.isEmpty()) {
            // A mail about it must not be sent any more, as if it had been read.
            tellListeners(gone.values().stream().flatMap(List::stream).toList());
            Map<UUID, Long> unread = inboxes.unread(gone.keySet());
            gone.forEach((user, ids) -> appends.add(events.deleted(user, ids, unread.getOrDefault(user, 0L))));
        }
        return gone;
    }

    private List<AppendRequest> tellRead(Map<UUID, List<UUID>> read) throws SQLException {
        if (read.isEmpty()) {
            return List.of();
        }
        tellListeners(read.values().stream().flatMap(List::stream).toList());
        Map<UUID, Long> unread = inboxes.unread(read.keySet());
        List<AppendRequest> appends = new ArrayList<>();
        read.forEach(
                (user, ids) -> appends.add(events.read(user, ids, unread.getOrDefault(user, 0L), Cause.current())));
        return appends;
    }

    private void tellListeners(Collection<UUID> read) throws SQLException {
        metrics.read(read.size());
        for (InboxListener listener : listeners) {
            listener.read(read);
        }
    }

    /** Last in every transaction, because it locks the streams. */
    private void append(List<AppendRequest> appends, Map<UUID, Recipient> owners) {
        if (appends.isEmpty()) {
            return;
        }
        Map<UUID, String> names = new HashMap<>();
        for (AppendRequest append : appends) {
            Recipient owner = owners.get(append.streamId());
            boolean named = owner != null && !owner.username().isEmpty();
            names.put(
                    append.streamId(),
                    named ? owner.username() : append.streamId().toString());
        }
        log.createMissing(StreamKind.INBOX, names);
        log.appendAllInTransaction(appends);
    }

    private long count(UUID user) throws SQLException {
        return inboxes.unread(List.of(user)).getOrDefault(user, 0L);
    }

    /** As the database stores it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
