package dev.confab.chat.message;

import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/** Messages in the log. */
@ApplicationScoped
class MessageRepository {

    private static final String SEQ_OF_CLIENT_ID = """
            SELECT seq FROM stream_event
            WHERE stream_id = :stream AND actor_id = :actor AND client_id = :clientId
            """;

    private final StreamLog log;
    private final Session database;

    MessageRepository(StreamLog log, Session database) {
        this.log = log;
        this.database = database;
    }

    /** The message that was stored under the request's client id before, if any. */
    @Transactional
    Optional<PostedMessage> findRepeated(AppendRequest request) {
        return database.createNativeQuery(SEQ_OF_CLIENT_ID, Long.class)
                .setParameter("stream", request.streamId())
                .setParameter("actor", request.actorId())
                .setParameter("clientId", request.clientId())
                .getResultStream()
                .findFirst()
                .flatMap(
                        seq -> log.read(request.streamId(), seq - 1, 1).stream().findFirst())
                .map(event -> PostedMessage.of(event, true));
    }

    /** The newest messages with a seq below {@code before}, at most {@code limit}, ascending. */
    List<StreamEvent> newest(UUID stream, long before, int limit) {
        List<StreamEvent> messages =
                new ArrayList<>(log.readBackwards(stream, MessageCodec.MESSAGE_POSTED, before, limit));
        Collections.reverse(messages);
        return messages;
    }

    /** The oldest messages with a seq above {@code after}, at most {@code limit}, ascending. */
    List<StreamEvent> oldest(UUID stream, long after, int limit) {
        List<StreamEvent> messages = new ArrayList<>();
        long from = after;
        while (true) {
            List<StreamEvent> page = log.read(stream, from, limit);
            for (StreamEvent event : page) {
                if (event.type().equals(MessageCodec.MESSAGE_POSTED)) {
                    messages.add(event);
                    if (messages.size() == limit) {
                        return messages;
                    }
                }
            }
            if (page.size() < limit) {
                return messages;
            }
            from = page.getLast().seq();
        }
    }

    /** The present incarnation and top of the room's stream. */
    StreamPosition top(UUID stream) {
        StreamPosition position = log.positions(List.of(stream)).get(stream);
        if (position == null) {
            throw new IllegalStateException("room without a stream: " + stream);
        }
        return position;
    }
}
