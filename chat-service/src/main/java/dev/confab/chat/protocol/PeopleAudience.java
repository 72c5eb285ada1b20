package dev.confab.chat.protocol;

import dev.confab.common.connection.OutboundFrame;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who on this node looks at which people. No larger than its connections times what each may look at. Never blocks. */
@ApplicationScoped
class PeopleAudience {

    private final Map<UUID, Set<ChatSession>> lookers = new ConcurrentHashMap<>();

    /** The session looks at other people now than before. To be called under its lock. */
    void change(ChatSession session, Set<UUID> before, Set<UUID> now) {
        for (UUID person : before) {
            if (!now.contains(person)) {
                lookers.computeIfPresent(person, (id, sessions) -> {
                    sessions.remove(session);
                    return sessions.isEmpty() ? null : sessions;
                });
            }
        }
        for (UUID person : now) {
            if (!before.contains(person)) {
                lookers.compute(person, (id, present) -> {
                    Set<ChatSession> sessions = present == null ? ConcurrentHashMap.newKeySet() : present;
                    sessions.add(session);
                    return sessions;
                });
            }
        }
    }

    /** Says something about a person to whoever looks at them. */
    void tell(UUID person, ServerFrame frame) {
        @Nullable Set<ChatSession> sessions = lookers.get(person);
        if (sessions == null) {
            return;
        }
        Map<ProtocolCodec, Optional<OutboundFrame>> encoded = new HashMap<>();
        for (ChatSession session : sessions) {
            encoded.computeIfAbsent(session.codec(), codec -> Optional.ofNullable(codec.encode(frame)))
                    .ifPresent(session.connection()::send);
        }
    }
}
