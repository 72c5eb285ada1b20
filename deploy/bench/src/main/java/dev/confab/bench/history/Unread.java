package dev.confab.bench.history;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts what is unread from nothing but events, as a service of somebody else would that reads them from Kafka. */
final class Unread {
    /** Beyond, no exact number is promised. */
    static final int MOST = 100;

    private Unread() {}

    /**
     * Messages of others behind the marker.
     *
     * @param room the events of the room
     * @param personal the events of the person's own stream
     * @param everybody whether the room is a public one: then nothing is unread for who has never read it
     */
    static long count(
            String userId, List<LoggedEvent> room, List<LoggedEvent> personal, String name, boolean everybody) {
        long marker = -1;
        for (LoggedEvent event : personal) {
            if (event.kind().equals("room.read")
                    && event.data().path("room").asText().equals(name)) {
                marker = event.data().path("seq").asLong();
            }
        }
        if (marker < 0 && everybody) {
            return 0;
        }
        Set<String> deleted = new HashSet<>();
        room.stream()
                .filter(event -> event.kind().equals(LoggedEvent.DELETED))
                .forEach(event -> deleted.add(event.data().path("messageId").asText()));
        long behind = marker;
        return Math.min(
                MOST,
                room.stream()
                        .filter(event -> event.seq() > behind
                                && event.kind().equals(LoggedEvent.POSTED)
                                && !userId.equals(event.userId())
                                && !event.data().has("thread")
                                && !event.data().path("deleted").asBoolean()
                                && !deleted.contains(event.eventId()))
                        .count());
    }
}
