package dev.confab.chat.search;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The index in the database. Who works at a room holds its position, so that nodes never do the same twice. */
@ApplicationScoped
class SearchIndexRepository {

    private static final String INDEX =
            "SELECT more.room_id FROM search_index(:rooms, :config, :limit) AS more (room_id)";

    private static final String BEHIND = """
            SELECT s.id FROM stream s JOIN room r ON r.id = s.id LEFT JOIN search_position p ON p.room_id = s.id
            WHERE p.seq IS NULL OR p.seq < s.last_seq OR p.config <> :config
            LIMIT :limit
            """;

    private final Session database;

    SearchIndexRepository(Session database) {
        this.database = database;
    }

    /**
     * Indexes the next events of these rooms, about {@code limit}, in one transaction.
     *
     * @return the rooms in which there may be more; not those at which another node is at work, or that are gone
     */
    @Transactional
    List<UUID> index(Collection<UUID> rooms, String config, int limit) {
        return database.createNativeQuery(INDEX, UUID.class)
                .setParameter("rooms", rooms.toArray(UUID[]::new))
                .setParameter("config", config)
                .setParameter("limit", limit)
                .getResultList();
    }

    /** Rooms in which something is not indexed, at most {@code limit}. Reads all rooms. */
    @Transactional
    List<UUID> behind(String config, int limit) {
        return database.createNativeQuery(BEHIND, UUID.class)
                .setParameter("config", config)
                .setParameter("limit", limit)
                .getResultList();
    }
}
