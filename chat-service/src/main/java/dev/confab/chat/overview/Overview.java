package dev.confab.chat.overview;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The service at a glance.
 *
 * @param connections              open sockets on all nodes
 * @param averageConnectionSeconds of those that have ended since the nodes started
 * @param messages                 ever posted in the rooms that exist; may lag behind while a large log is counted
 * @param nodes                    those that run now
 * @param busiest                  the rooms with the most messages of the last day
 */
public record Overview(
        int connections,
        double averageConnectionSeconds,
        long rooms,
        long messages,
        long accounts,
        List<Node> nodes,
        List<BusyRoom> busiest) {

    public Overview {
        nodes = List.copyOf(nodes);
        busiest = List.copyOf(busiest);
    }

    /** A node as it described itself. */
    public record Node(String node, int connections, Instant startedAt, Instant updatedAt) {}

    /**
     * A room in which much happens.
     *
     * @param messages    of the last day, among the newest 2,000 events of the room
     * @param activeUsers who wrote them
     * @param online      how many people are there now
     */
    public record BusyRoom(UUID id, String room, long messages, long activeUsers, int online) {}
}
