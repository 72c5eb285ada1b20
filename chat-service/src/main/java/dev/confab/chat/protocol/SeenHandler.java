package dev.confab.chat.protocol;

import dev.confab.chat.marker.ReadProgress;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Takes cumulative acknowledgements, which are not answered. Never blocks. */
@ApplicationScoped
class SeenHandler {

    private final ReadProgress progress;

    SeenHandler(ReadProgress progress) {
        this.progress = progress;
    }

    /** What is no news on this connection, and rooms that it has not joined, count for nothing. */
    void seen(ChatSession session, Map<String, Long> rooms) {
        if (session.user().isGuest()) {
            return;
        }
        rooms.forEach((name, seq) -> {
            JoinedRoom joined = session.room(RoomNames.normal(name));
            if (joined != null && joined.seen(seq)) {
                progress.note(joined.room(), session.user(), seq);
            }
        });
    }
}
