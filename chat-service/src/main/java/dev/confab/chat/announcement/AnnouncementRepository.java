package dev.confab.chat.announcement;

import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Announcements in the log. */
@ApplicationScoped
class AnnouncementRepository {

    private static final String SEQ_OF_CLIENT_ID = """
            SELECT seq FROM stream_event
            WHERE stream_id = :stream AND actor_id = :actor AND client_id = :clientId AND type = :type
            """;

    private final StreamLog log;
    private final Session database;

    AnnouncementRepository(StreamLog log, Session database) {
        this.log = log;
        this.database = database;
    }

    /** What was stored under the author's id before. */
    @Transactional
    Optional<StreamEvent> find(UUID room, UUID author, String clientId) {
        return database.createNativeQuery(SEQ_OF_CLIENT_ID, Long.class)
                .setParameter("stream", room)
                .setParameter("actor", author)
                .setParameter("clientId", clientId)
                .setParameter("type", AnnouncementService.ANNOUNCEMENT_POSTED)
                .getResultStream()
                .findFirst()
                .flatMap(seq -> log.read(room, seq - 1, 1).stream().findFirst());
    }
}
