package dev.confab.bench.history;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** All that was written down in a run. Rooms are named by name, personal streams by {@link #personal}. */
final class History {
    /** One device of one person and one stream. */
    record Viewing(String userId, String device, String stream) {}

    /** One person's marker in one room. */
    record Marked(String userId, String room) {}

    private final Map<Viewing, List<Delivery>> deliveries = new ConcurrentHashMap<>();
    private final Queue<Said> said = new ConcurrentLinkedQueue<>();
    private final Queue<MemberChange> changes = new ConcurrentLinkedQueue<>();
    private final Queue<Revised> revised = new ConcurrentLinkedQueue<>();
    private final Map<Marked, Long> read = new ConcurrentHashMap<>();
    private final Queue<String> breaches = new ConcurrentLinkedQueue<>();

    static String personal(String userId) {
        return "me:" + userId;
    }

    static boolean isPersonal(String stream) {
        return stream.startsWith("me:");
    }

    /** Somebody wants to see a stream; so they are missed if nothing is ever delivered. */
    void wanted(Viewing viewing) {
        deliveries.computeIfAbsent(viewing, _ -> new CopyOnWriteArrayList<>());
    }

    void began(Viewing viewing, Delivery delivery) {
        wanted(viewing);
        deliveries.getOrDefault(viewing, List.of()).add(delivery);
    }

    void said(Said message) {
        said.add(message);
    }

    void changed(MemberChange change) {
        changes.add(change);
    }

    void revised(Revised change) {
        revised.add(change);
    }

    /** The person was told that the room is read that far. */
    void read(String userId, String room, long seq) {
        read.merge(new Marked(userId, room), seq, Math::max);
    }

    /** Something that must not happen was seen while it happened. */
    void breach(String evidence) {
        breaches.add(evidence);
    }

    Map<Viewing, List<Delivery>> deliveries() {
        return deliveries;
    }

    List<Said> said() {
        return List.copyOf(said);
    }

    List<MemberChange> changes() {
        return List.copyOf(changes);
    }

    List<Revised> revised() {
        return List.copyOf(revised);
    }

    Map<Marked, Long> read() {
        return read;
    }

    List<String> breaches() {
        return List.copyOf(breaches);
    }
}
