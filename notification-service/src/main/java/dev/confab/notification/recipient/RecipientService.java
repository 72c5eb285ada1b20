package dev.confab.notification.recipient;

import dev.confab.common.account.AccountState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The people whom notifications are for: a copy of what chat-service says of its accounts. Every method blocks. */
@ApplicationScoped
public class RecipientService implements RecipientDirectory {
    private final RecipientRepository recipients;

    RecipientService(RecipientRepository recipients) {
        this.recipients = recipients;
    }

    /**
     * Sign-ins of a person that no longer count.
     *
     * @param validAfter those from before; all there are if the person is banned or deleted
     */
    public record EndedSignIns(UUID userId, Instant validAfter) {}

    /**
     * Makes the recipients that are not there yet and locks all of them until the caller's transaction ends. Whoever
     * changes an inbox calls this first; the order of the locks is that of the ids, so nobody waits in a circle.
     *
     * @param names by user id, as whoever mentioned them knew them
     */
    public Map<UUID, Recipient> lock(Map<UUID, String> names) throws SQLException {
        recipients.make(names);
        return recipients.lock(names.keySet());
    }

    /** Locks one inbox until the caller's transaction ends; empty if the person has none. */
    public Optional<Recipient> lock(UUID userId) throws SQLException {
        return Optional.ofNullable(recipients.lock(Set.of(userId)).get(userId));
    }

    /**
     * Takes over states of accounts, in the caller's transaction, which holds the locks of all of them. States that are
     * not newer than what is known change nothing.
     *
     * @param locked is brought up to date
     * @param states in the order in which they were published; null: the account was deleted
     * @return the sign-ins that end by it
     */
    public List<EndedSignIns> apply(
            Map<UUID, Recipient> locked, List<Map.Entry<UUID, Optional<AccountState>>> states, Instant now)
            throws SQLException {
        Map<UUID, Recipient> changed = new LinkedHashMap<>();
        List<EndedSignIns> ended = new ArrayList<>();
        for (Map.Entry<UUID, Optional<AccountState>> state : states) {
            Recipient before = locked.get(state.getKey());
            Recipient after =
                    state.getValue().map(Recipient::of).orElseGet(() -> Recipient.gone(state.getKey(), inMillis(now)));
            if (before == null || after.version() <= before.version()) {
                continue;
            }
            locked.put(after.userId(), after);
            changed.put(after.userId(), after);
            if (after.endsSignInsOf(before)) {
                ended.add(new EndedSignIns(after.userId(), endOfSignIns(after, now)));
            }
        }
        if (!changed.isEmpty()) {
            recipients.change(changed.values());
        }
        return ended;
    }

    @Override
    public Optional<AccountState> find(UUID userId) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> recipients.find(userId).filter(Recipient::isKnown).map(Recipient::state));
    }

    /** By name, upper and lower case alike. */
    public Optional<Recipient> findByName(String username) {
        return QuarkusTransaction.joiningExisting().call(() -> recipients.findByName(username));
    }

    private static Instant endOfSignIns(Recipient person, Instant now) {
        @Nullable Instant validAfter = person.validAfter();
        return person.banned() || validAfter == null ? inMillis(now) : validAfter;
    }

    private static Instant inMillis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
