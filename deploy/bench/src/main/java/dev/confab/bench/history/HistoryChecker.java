package dev.confab.bench.history;

import dev.confab.bench.history.History.Viewing;
import dev.confab.bench.history.Said.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether what everybody saw and was told is one history. Knows nothing of sockets: everything that it judges can be
 * written by hand. Each violation is a sentence that names who saw what, where and when.
 */
final class HistoryChecker {
    private final History history;
    private final Map<String, List<LoggedEvent>> logs;
    private final Map<String, String> names;
    private final Entitlement entitlement;
    private final List<String> violations = new ArrayList<>();

    /**
     * @param logs each stream from its beginning to its end, as it is in the end
     * @param privateRooms those rooms that only members may see
     * @param names how to call people, by id
     */
    HistoryChecker(
            History history, Map<String, List<LoggedEvent>> logs, Set<String> privateRooms, Map<String, String> names) {
        this.history = history;
        this.logs = logs;
        this.names = names;
        entitlement = new Entitlement(history, logs, privateRooms, names);
    }

    /** All that is wrong; empty if every promise was kept. */
    List<String> violations() {
        violations.addAll(history.breaches());
        logs.forEach(this::checkLog);
        checkMessages();
        history.deliveries().forEach(this::checkDeliveries);
        checkRevisions();
        checkReads();
        return List.copyOf(violations);
    }

    /** A stream is numbered 1, 2, 3 ... in one epoch, and no event or message is in it twice. */
    private void checkLog(String stream, List<LoggedEvent> log) {
        Set<String> ids = new HashSet<>();
        Set<String> messages = new HashSet<>();
        long expected = 1;
        for (LoggedEvent event : log) {
            if (event.seq() != expected) {
                violations.add("%s has %d where %d is due".formatted(stream, event.seq(), expected));
                return;
            }
            expected++;
            if (!event.epoch().equals(log.getFirst().epoch())) {
                violations.add("%s changes its epoch from %s to %s at %d"
                        .formatted(stream, log.getFirst().epoch(), event.epoch(), event.seq()));
            }
            if (!ids.add(event.eventId())) {
                violations.add(
                        "%s has the event %s twice, again at %d".formatted(stream, event.eventId(), event.seq()));
            }
            if (event.kind().equals(LoggedEvent.POSTED)
                    && event.clientMessageId() != null
                    && !messages.add(event.userId() + " " + event.clientMessageId())) {
                violations.add("%s has the message %s twice, again at %d"
                        .formatted(stream, event.clientMessageId(), event.seq()));
            }
        }
    }

    /** What was acknowledged is at its place, what was refused nowhere; nobody said what is there besides. */
    private void checkMessages() {
        Map<String, Map<String, LoggedEvent>> stored = new HashMap<>();
        logs.forEach((stream, log) -> log.stream()
                .filter(event -> event.kind().equals(LoggedEvent.POSTED))
                .forEach(event -> stored.computeIfAbsent(stream, _ -> new HashMap<>())
                        .put(event.userId() + " " + event.clientMessageId(), event)));
        Map<String, Set<String>> said = new HashMap<>();
        for (Said message : history.said()) {
            String key = message.author() + " " + message.clientMessageId();
            said.computeIfAbsent(message.room(), _ -> new HashSet<>()).add(key);
            LoggedEvent event = stored.getOrDefault(message.room(), Map.of()).get(key);
            switch (message.outcome()) {
                case ACKNOWLEDGED -> checkAcknowledged(message, event);
                case REFUSED -> {
                    if (event != null) {
                        violations.add("%s was refused and is in %s at %d"
                                .formatted(message.clientMessageId(), message.room(), event.seq()));
                    }
                }
                case UNKNOWN -> {}
            }
        }
        stored.forEach((room, messages) -> messages.forEach((key, event) -> {
            if (!said.getOrDefault(room, Set.of()).contains(key)) {
                violations.add("nobody said what is in %s at %d: %s".formatted(room, event.seq(), event));
            }
        }));
        checkRealTime();
    }

    private void checkAcknowledged(Said message, @Nullable LoggedEvent event) {
        Position place = message.position();
        if (event == null || place == null) {
            violations.add("%s was acknowledged at %s of %s and is lost"
                    .formatted(message.clientMessageId(), place, message.room()));
        } else if (event.seq() != place.seq()
                || !event.epoch().equals(place.epoch())
                || !event.eventId().equals(message.messageId())) {
            violations.add("%s was acknowledged as %s at %s of %s and is %s at %d"
                    .formatted(
                            message.clientMessageId(),
                            message.messageId(),
                            place,
                            message.room(),
                            event.eventId(),
                            event.seq()));
        } else if (!event.redacted() && !event.data().path("text").asText().equals(message.text())) {
            violations.add("%s in %s at %d has another text: %s"
                    .formatted(message.clientMessageId(), message.room(), event.seq(), event.data()));
        }
    }

    /** What began after something else was acknowledged stands behind it. */
    private void checkRealTime() {
        Map<String, List<Said>> rooms = new HashMap<>();
        for (Said message : history.said()) {
            if (message.outcome() == Outcome.ACKNOWLEDGED && message.position() != null) {
                rooms.computeIfAbsent(message.room(), _ -> new ArrayList<>()).add(message);
            }
        }
        rooms.forEach((room, messages) -> {
            List<Said> byEnd = messages.stream()
                    .sorted(Comparator.comparingLong(Said::ended))
                    .toList();
            int next = 0;
            Said highest = null;
            for (Said message : messages.stream()
                    .sorted(Comparator.comparingLong(Said::begun))
                    .toList()) {
                for (; byEnd.get(next).ended() < message.begun(); next++) {
                    highest = highest == null || seq(byEnd.get(next)) > seq(highest) ? byEnd.get(next) : highest;
                }
                if (highest != null && seq(highest) > seq(message)) {
                    violations.add("%s in %s was begun after %s had been acknowledged at %d, and stands before it at %d"
                            .formatted(
                                    message.clientMessageId(),
                                    room,
                                    highest.clientMessageId(),
                                    seq(highest),
                                    seq(message)));
                }
            }
        });
    }

    private static long seq(Said message) {
        Position position = message.position();
        return position == null ? 0 : position.seq();
    }

    private void checkDeliveries(Viewing viewing, List<Delivery> deliveries) {
        List<LoggedEvent> log = logs.getOrDefault(viewing.stream(), List.of());
        long reached = 0;
        for (Delivery delivery : deliveries) {
            reached = Math.max(reached, checkDelivery(viewing.stream(), delivery, log));
        }
        entitlement.check(viewing, deliveries, violations);
        if (!log.isEmpty() && reached < log.size() && entitlement.inTheEnd(viewing)) {
            violations.add("%s/%s saw %s up to %d of %d only; last on %s"
                    .formatted(
                            names.get(viewing.userId()),
                            viewing.device(),
                            viewing.stream(),
                            reached,
                            log.size(),
                            deliveries.isEmpty()
                                    ? "nothing"
                                    : deliveries.getLast().connection()));
        }
    }

    /** Without gap, repetition or exchange from where it was promised to begin; returns how far it came. */
    private long checkDelivery(String stream, Delivery delivery, List<LoggedEvent> log) {
        Position asked = delivery.asked();
        Position from = delivery.from();
        if (asked != null && (!delivery.recovered() || !from.equals(asked.at(asked.seq() + 1)))) {
            violations.add("%s asked to continue %s after %s and was told to begin at %s, recovered: %s"
                    .formatted(delivery.connection(), stream, asked, from, delivery.recovered()));
            return 0;
        }
        long expected = from.seq();
        for (Sighting sighting : delivery.sightings()) {
            if (sighting.seq() != expected) {
                String what = sighting.seq() < expected ? "again or late" : "too early, something is missing";
                violations.add("%s got %d of %s where %d was due: %s"
                        .formatted(delivery.connection(), sighting.seq(), stream, expected, what));
                return expected - 1;
            }
            if (expected > log.size()) {
                violations.add("%s got %d of %s, which has %d events"
                        .formatted(delivery.connection(), expected, stream, log.size()));
                return expected - 1;
            }
            checkSame(stream, delivery, sighting, log.get((int) expected - 1));
            expected++;
        }
        return expected - 1;
    }

    private void checkSame(String stream, Delivery delivery, Sighting sighting, LoggedEvent event) {
        boolean same = sighting.eventId().equals(event.eventId())
                && sighting.kind().equals(event.kind())
                && sighting.epoch().equals(event.epoch())
                && (event.redacted() || sighting.content() == event.content());
        if (!same) {
            violations.add("%s got as %d of %s: %s; but it is %s"
                    .formatted(delivery.connection(), sighting.seq(), stream, sighting, event));
        }
    }

    /** A change that was accepted is an event, unless the message was deleted, which takes its texts away. */
    private void checkRevisions() {
        Map<String, Set<String>> texts = new HashMap<>();
        Map<String, Integer> deletions = new HashMap<>();
        logs.forEach((stream, log) -> log.forEach(event -> {
            String about = stream + " " + event.data().path("messageId").asText();
            if (event.kind().equals(LoggedEvent.EDITED)) {
                texts.computeIfAbsent(about, _ -> new HashSet<>())
                        .add(event.userId() + " " + event.data().path("text").asText());
            } else if (event.kind().equals(LoggedEvent.DELETED) && deletions.merge(about, 1, Integer::sum) > 1) {
                violations.add("%s is deleted twice, again at %d".formatted(about, event.seq()));
            }
        }));
        for (Revised change : history.revised()) {
            String about = change.room() + " " + change.messageId();
            boolean there = deletions.containsKey(about)
                    || (!change.deleted()
                            && texts.getOrDefault(about, Set.of()).contains(change.userId() + " " + change.text()));
            if (!there) {
                violations.add("%s was told that %s is done, and there is no such event"
                        .formatted(names.get(change.userId()), change));
            }
        }
    }

    /** A marker that was accepted is in the personal stream. */
    private void checkReads() {
        history.read().forEach((marked, seq) -> {
            long known = logs.getOrDefault(History.personal(marked.userId()), List.of()).stream()
                    .filter(event -> event.kind().equals("room.read")
                            && event.data().path("room").asText().equals(marked.room()))
                    .mapToLong(event -> event.data().path("seq").asLong())
                    .max()
                    .orElse(0);
            if (known < seq) {
                violations.add("%s was told that %s is read up to %d, and the personal stream says %d"
                        .formatted(names.get(marked.userId()), marked.room(), seq, known));
            }
        });
    }
}
