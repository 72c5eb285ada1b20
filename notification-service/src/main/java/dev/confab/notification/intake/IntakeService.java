package dev.confab.notification.intake;

import dev.confab.common.account.AccountState;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.notification.inbox.InboxService;
import dev.confab.notification.inbox.ReadMark;
import dev.confab.notification.inbox.StoredNotification;
import dev.confab.notification.inbox.TextChange;
import dev.confab.notification.intake.IncomingEvent.AccountChanged;
import dev.confab.notification.intake.IncomingEvent.MessageChanged;
import dev.confab.notification.intake.IncomingEvent.MessagePosted;
import dev.confab.notification.intake.IncomingEvent.NotificationRequested;
import dev.confab.notification.intake.IncomingEvent.RoomRead;
import dev.confab.notification.recipient.Recipient;
import dev.confab.notification.recipient.RecipientService;
import dev.confab.notification.recipient.RecipientService.EndedSignIns;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Applies events to inboxes, a batch in one transaction. Applying an event again changes nothing, whether it comes again
 * to this node, to another one at the same time, or years later: notifications are known by (event, recipient), read
 * positions only go forward, states of accounts have versions.
 */
@ApplicationScoped
class IntakeService {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final RecipientService recipients;
    private final InboxService inboxes;
    private final Outbox outbox;
    private final InstantSource clock;

    IntakeService(RecipientService recipients, InboxService inboxes, Outbox outbox, InstantSource clock) {
        this.recipients = recipients;
        this.inboxes = inboxes;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** All or nothing. Blocking. */
    void apply(List<IncomingEvent> events) {
        if (!events.isEmpty()) {
            QuarkusTransaction.requiringNew()
                    .timeout(Math.toIntExact(TIMEOUT.toSeconds()))
                    .call(() -> {
                        applyInTransaction(events);
                        return events;
                    });
        }
    }

    /** Hands records to the outbox, all or none. Blocking. */
    void putAside(List<OutboxRecord> deadLetters) {
        if (!deadLetters.isEmpty()) {
            QuarkusTransaction.requiringNew().run(() -> outbox.add(deadLetters));
        }
    }

    private void applyInTransaction(List<IncomingEvent> events) throws SQLException {
        List<StoredNotification> notifications = new ArrayList<>();
        List<ReadMark> marks = new ArrayList<>();
        List<Map.Entry<UUID, Optional<AccountState>>> accounts = new ArrayList<>();
        Map<UUID, TextChange> changed = new LinkedHashMap<>();
        Map<UUID, String> people = new HashMap<>();
        for (IncomingEvent event : events) {
            switch (event) {
                case MessagePosted message -> {
                    notifications.addAll(NotificationRules.of(message));
                    people.putAll(NotificationRules.peopleIn(message));
                }
                case NotificationRequested requested -> {
                    notifications.addAll(NotificationRules.of(requested));
                    requested.request().recipients().forEach(id -> people.putIfAbsent(id, ""));
                }
                // In the order of the log: the last change counts, and nothing comes after a deletion.
                case MessageChanged(UUID messageId, Optional<String> text, long seq, Optional<MessagePosted> named) -> {
                    changed.put(messageId, new TextChange(text.map(NotificationRules::excerpt), seq));
                    named.ifPresent(message -> {
                        notifications.addAll(NotificationRules.of(message, seq));
                        people.putAll(NotificationRules.peopleIn(message));
                    });
                }
                case RoomRead read -> {
                    marks.add(read.mark());
                    people.put(read.mark().userId(), read.username());
                }
                case AccountChanged(UUID userId, Optional<AccountState> state) -> {
                    accounts.add(Map.entry(userId, state));
                    people.putIfAbsent(userId, state.map(AccountState::username).orElse(""));
                }
            }
        }
        // Who is notified of a message is known: its own event came before, on the same partition.
        inboxes.recipientsOf(changed.keySet()).forEach(people::putIfAbsent);
        Map<UUID, Recipient> locked = recipients.lock(people);
        List<EndedSignIns> ended = recipients.apply(locked, accounts, clock.instant());
        inboxes.apply(
                new InboxService.Changes(
                        active(notifications, locked),
                        marks.stream()
                                .filter(mark -> !deleted(locked, mark.userId()))
                                .toList(),
                        ended,
                        changed),
                locked);
        List<UUID> gone = accounts.stream()
                .map(Map.Entry::getKey)
                .filter(userId -> deleted(locked, userId))
                .distinct()
                .toList();
        if (!gone.isEmpty()) {
            inboxes.erase(gone);
        }
    }

    /** Of a person whose account has not arrived yet only the id is known, and that is enough: the mention was real. */
    private static List<StoredNotification> active(List<StoredNotification> wanted, Map<UUID, Recipient> known) {
        return wanted.stream()
                .filter(one -> {
                    Recipient recipient = known.get(one.notification().recipientId());
                    return recipient != null && recipient.isActive();
                })
                .toList();
    }

    private static boolean deleted(Map<UUID, Recipient> known, UUID userId) {
        Recipient recipient = known.get(userId);
        return recipient != null && recipient.deleted();
    }
}
