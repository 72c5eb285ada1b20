package dev.confab.chat.presence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who is online at all, in whatever room: people with a connection that shows them. It is kept as presence in rooms is, with
 * the same promises, in a fixed number of groups of people: so a heartbeat costs a few calls however many they are. A
 * change is a {@link PresenceChange} of the person's group.
 */
@ApplicationScoped
public class OnlinePeopleService {

    private static final int GROUPS = 64;

    private final PresenceService presence;
    private final PresenceStore store;
    private final LocalPresence local;

    OnlinePeopleService(PresenceService presence, PresenceStore store, LocalPresence local) {
        this.presence = presence;
        this.store = store;
        this.local = local;
    }

    /** Whether what looks like a room is a group of people; no room has such an id. */
    public static boolean isGroup(UUID roomId) {
        return roomId.getMostSignificantBits() == 0
                && roomId.getLeastSignificantBits() >= 0
                && roomId.getLeastSignificantBits() < GROUPS;
    }

    /** Notes that a connection shows its user. Returns at once. */
    public void appear(UUID connectionId, UUID userId, String username) {
        presence.join(groupOf(userId), connectionId, userId, username);
    }

    /** Notes that such a connection broke; the user has the grace time to come back unnoticed. Returns at once. */
    public void disconnected(UUID connectionId, UUID userId) {
        presence.disconnected(groupOf(userId), connectionId);
    }

    /** Notes that this node ends such a connection because it shuts down. Returns at once. */
    public void abandoned(UUID connectionId, UUID userId) {
        presence.abandoned(groupOf(userId), connectionId);
    }

    /** Those of these people who are online. Blocks; answers for this node's own connections while Redis is away. */
    public Set<UUID> among(Collection<UUID> people) {
        Map<UUID, List<UUID>> groups = new HashMap<>();
        people.forEach(user -> groups.computeIfAbsent(groupOf(user), group -> new ArrayList<>())
                .add(user));
        List<Uni<List<UUID>>> pending = new ArrayList<>();
        groups.forEach((group, users) -> {
            Uni<List<UUID>> found = PresenceService.soonOr(store.among(group, users), () -> locallyAmong(group, users))
                    .memoize()
                    .indefinitely();
            // All are on their way before the first answer is waited for.
            found.subscribe().with(ignored -> {}, ignored -> {});
            pending.add(found);
        });
        Set<UUID> online = new HashSet<>();
        pending.forEach(found -> online.addAll(found.await().indefinitely()));
        return online;
    }

    private List<UUID> locallyAmong(UUID group, List<UUID> users) {
        Set<UUID> wanted = new HashSet<>(users);
        return local.users(group).stream()
                .map(PresentUser::id)
                .filter(wanted::contains)
                .toList();
    }

    private static UUID groupOf(UUID userId) {
        return new UUID(0, Math.floorMod(userId.hashCode(), GROUPS));
    }
}
