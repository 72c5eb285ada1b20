package dev.confab.bench.history;

import dev.confab.bench.history.History.Viewing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may see what. Whoever is a member may read all of a room, also what was said before; whoever was removed may read
 * nothing behind the removal until the attempt to let them in again has begun.
 */
final class Entitlement {
    /** While somebody is a member: from the event that says so (0: not yet) to the one that ends it. */
    private record Stay(long begun, long removedAt) {}

    private record Membership(String room, String userId) {}

    private final Map<Membership, List<Stay>> stays = new HashMap<>();
    private final Set<String> privateRooms;
    private final Map<String, String> names;

    Entitlement(
            History history, Map<String, List<LoggedEvent>> logs, Set<String> privateRooms, Map<String, String> names) {
        this.privateRooms = privateRooms;
        this.names = names;
        for (String room : privateRooms) {
            Map<String, List<Long>> attempts = new HashMap<>();
            history.changes().stream()
                    .filter(change -> change.room().equals(room) && change.added())
                    .forEach(change -> attempts.computeIfAbsent(change.userId(), _ -> new ArrayList<>())
                            .add(change.begun()));
            logs.getOrDefault(room, List.of()).forEach(event -> follow(room, event, attempts));
        }
    }

    private void follow(String room, LoggedEvent event, Map<String, List<Long>> attempts) {
        String member = event.member();
        if (member == null) {
            return;
        }
        List<Stay> known = stays.computeIfAbsent(new Membership(room, member), _ -> new ArrayList<>());
        boolean inside = !known.isEmpty() && known.getLast().removedAt() == Long.MAX_VALUE;
        boolean added =
                event.kind().equals(LoggedEvent.MEMBER_ADDED) || event.kind().equals(LoggedEvent.CREATED);
        if (added && !inside) {
            List<Long> begun = attempts.getOrDefault(member, List.of());
            // The owner is a member without having been let in.
            known.add(new Stay(known.size() < begun.size() ? begun.get(known.size()) : Long.MIN_VALUE, Long.MAX_VALUE));
        } else if (event.kind().equals(LoggedEvent.MEMBER_REMOVED) && inside) {
            known.add(new Stay(known.removeLast().begun(), event.seq()));
        }
    }

    /** Whether somebody must have seen all there is when all is over. */
    boolean inTheEnd(Viewing viewing) {
        if (!privateRooms.contains(viewing.stream())) {
            return true;
        }
        List<Stay> known = stays.getOrDefault(new Membership(viewing.stream(), viewing.userId()), List.of());
        return !known.isEmpty() && known.getLast().removedAt() == Long.MAX_VALUE;
    }

    /** Adds what somebody saw and was not to see. */
    void check(Viewing viewing, List<Delivery> deliveries, List<String> violations) {
        if (!privateRooms.contains(viewing.stream())) {
            return;
        }
        String who = names.get(viewing.userId());
        List<Stay> known = stays.getOrDefault(new Membership(viewing.stream(), viewing.userId()), List.of());
        for (Delivery delivery : deliveries) {
            if (known.isEmpty()) {
                violations.add("%s was never a member of %s and was let in on %s"
                        .formatted(who, viewing.stream(), delivery.connection()));
                continue;
            }
            for (Sighting sighting : delivery.sightings()) {
                if (!mayBeSeen(sighting, known)) {
                    violations.add("%s saw %d (%s) of %s on %s, behind the removal; stays: %s"
                            .formatted(
                                    who,
                                    sighting.seq(),
                                    sighting.kind(),
                                    viewing.stream(),
                                    delivery.connection(),
                                    known));
                    break;
                }
            }
        }
    }

    /** In the last stay that had begun when it was seen, or in an earlier one. */
    private static boolean mayBeSeen(Sighting sighting, List<Stay> known) {
        return known.stream().anyMatch(stay -> stay.begun() <= sighting.nanos() && sighting.seq() <= stay.removedAt());
    }
}
