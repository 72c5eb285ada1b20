package dev.confab.chat.reaction;

import dev.confab.chat.message.MessageTarget;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.hibernate.Session;

/** Reactions in the database. Joins the caller's transaction, which holds the row of the message. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class ReactionRepository {

    private static final String ADD = """
            INSERT INTO message_reaction (room_id, message_id, emoji, user_id, username)
            VALUES (:room, :message, :emoji, :user, :username)
            ON CONFLICT DO NOTHING
            """;

    private static final String REMOVE = """
            DELETE FROM message_reaction
            WHERE room_id = :room AND message_id = :message AND emoji = :emoji AND user_id = :user
            """;

    private static final String OTHERS = """
            SELECT count(DISTINCT emoji) FROM message_reaction
            WHERE room_id = :room AND message_id = :message AND emoji <> :emoji
            """;

    private final Session database;

    ReactionRepository(Session database) {
        this.database = database;
    }

    /** Whether the user had not given it before. */
    boolean add(MessageTarget target, Emoji emoji) {
        return database.createNativeMutationQuery(ADD)
                        .setParameter("room", target.room().id())
                        .setParameter("message", target.messageId())
                        .setParameter("emoji", emoji.value())
                        .setParameter("user", target.user().id())
                        .setParameter("username", target.user().username())
                        .executeUpdate()
                == 1;
    }

    /** Whether the user had given it. */
    boolean remove(MessageTarget target, Emoji emoji) {
        return database.createNativeMutationQuery(REMOVE)
                        .setParameter("room", target.room().id())
                        .setParameter("message", target.messageId())
                        .setParameter("emoji", emoji.value())
                        .setParameter("user", target.user().id())
                        .executeUpdate()
                == 1;
    }

    /** How many different emoji the message has besides this one. */
    int othersThan(Emoji emoji, MessageTarget target) {
        return database.createNativeQuery(OTHERS, Long.class)
                .setParameter("room", target.room().id())
                .setParameter("message", target.messageId())
                .setParameter("emoji", emoji.value())
                .getSingleResult()
                .intValue();
    }
}
