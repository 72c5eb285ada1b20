package dev.confab.chat.message;

import dev.confab.chat.retention.RoomForgetting;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Removes what became of messages that their room has forgotten: edits, reactions, pins, threads. In transactions of its
 * own, because rows of messages are locked before the stream; somebody who works at one of them keeps it until next time.
 */
@ApplicationScoped
class ForgottenMessagesService {

    private static final int AT_ONCE = 5_000;

    private static final String FORGET = """
            DELETE FROM message_state ms
            WHERE ms.room_id = :room AND ms.message_id IN (
                SELECT old.message_id FROM message_state old
                WHERE old.room_id = :room AND old.seq < (SELECT s.first_seq FROM stream s WHERE s.id = :room)
                ORDER BY old.seq LIMIT :limit FOR UPDATE SKIP LOCKED)
            """;

    private final Session database;

    ForgottenMessagesService(Session database) {
        this.database = database;
    }

    void forget(@Observes RoomForgetting forgetting) {
        int forgotten;
        do {
            forgotten = QuarkusTransaction.requiringNew().call(() -> forgetSome(forgetting.roomId()));
        } while (forgotten == AT_ONCE);
    }

    private int forgetSome(UUID room) {
        return database.createNativeMutationQuery(FORGET)
                .setParameter("room", room)
                .setParameter("limit", AT_ONCE)
                .executeUpdate();
    }
}
