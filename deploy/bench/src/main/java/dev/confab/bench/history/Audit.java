package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.bench.history.Said.Outcome;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the suite says when all is over, compared with what was written down meanwhile. */
final class Audit {
    private static final Duration PRESENCE_PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 500;
    private static final long SILENCE_MILLIS = 2_000;

    private final URI node;
    private final History history;
    private final List<Person> people;
    private final List<String> publicRooms;
    private final Map<String, Person> owners;
    private final Map<String, List<LoggedEvent>> logs = new HashMap<>();
    private final List<String> found = new ArrayList<>();
    private Entitlement entitlement;
    private long unreadChecked;
    private long published;

    Audit(URI node, History history, List<Person> people, List<String> publicRooms, Map<String, Person> owners) {
        this.node = node;
        this.history = history;
        this.people = people;
        this.publicRooms = publicRooms;
        this.owners = owners;
        entitlement = new Entitlement(history, logs, Set.of(), Map.of());
    }

    /** Every stream as it is now. To be called when nothing happens any more. */
    void readStreams() throws IOException, InterruptedException {
        for (String room : publicRooms) {
            logs.put(room, StreamReader.room(node, people.getFirst(), room));
        }
        for (var room : owners.entrySet()) {
            logs.put(room.getKey(), StreamReader.room(node, room.getValue(), room.getKey()));
        }
        for (Person person : people) {
            logs.put(History.personal(person.id()), StreamReader.personal(node, person));
        }
        entitlement = new Entitlement(history, logs, owners.keySet(), HistoryRun.names(people));
    }

    /** Reads all streams again, until nothing came for two seconds. */
    void awaitSilence() throws IOException, InterruptedException {
        int before = -1;
        while (stored() != before) {
            before = stored();
            Thread.sleep(SILENCE_MILLIS);
            readStreams();
        }
    }

    private int stored() {
        return logs.values().stream().mapToInt(List::size).sum();
    }

    boolean hasCaughtUp(Device device) {
        String personal = History.personal(device.person().id());
        return Stream.concat(device.rooms().stream(), Stream.of(personal))
                .filter(stream -> entitlement.inTheEnd(viewing(device, stream)))
                .allMatch(stream -> {
                    Position reached = device.reached(stream);
                    return (reached == null ? 0 : reached.seq())
                            >= logs.get(stream).size();
                });
    }

    private static History.Viewing viewing(Device device, String stream) {
        return new History.Viewing(device.person().id(), device.name(), stream);
    }

    /** Everybody who is there is shown, and nobody else. */
    void checkPresence(List<Device> devices) throws InterruptedException {
        for (String room : logs.keySet()) {
            if (History.isPersonal(room)) {
                continue;
            }
            Set<String> there = devices.stream()
                    .filter(device -> entitlement.inTheEnd(viewing(device, room)))
                    .map(device -> device.person().username())
                    .collect(Collectors.toCollection(TreeSet::new));
            awaitPresence(room, there, found);
        }
    }

    /** After all have hung up. */
    void checkNobodyIsLeft(List<String> violations) throws InterruptedException {
        for (String room : logs.keySet()) {
            if (!History.isPersonal(room)) {
                awaitPresence(room, Set.of(), violations);
            }
        }
    }

    private void awaitPresence(String room, Set<String> expected, List<String> violations) throws InterruptedException {
        Person asker = owners.getOrDefault(room, people.getFirst());
        long end = System.nanoTime() + PRESENCE_PATIENCE.toNanos();
        while (true) {
            String seen;
            try {
                Rest.Answer answer = asker.call(node, "GET", "/api/rooms/" + room + "/presence");
                Set<String> names = new TreeSet<>();
                answer.body()
                        .path("users")
                        .forEach(user -> names.add(user.path("username").asText()));
                if (answer.done() && names.equals(expected)) {
                    return;
                }
                seen = answer.done() ? names.toString() : answer.toString();
            } catch (IOException unanswered) {
                seen = unanswered.toString();
            }
            if (System.nanoTime() > end) {
                violations.add("present in %s are %s, to be shown are %s".formatted(room, seen, expected));
                return;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    List<String> violations() {
        List<String> violations = new ArrayList<>(
                new HistoryChecker(history, logs, owners.keySet(), HistoryRun.names(people)).violations());
        violations.addAll(found);
        return violations;
    }

    /** Every counter equals a recount of the events. */
    void checkUnread(List<String> violations) throws IOException, InterruptedException {
        for (Person person : people) {
            for (String room : logs.keySet()) {
                if (!maySee(person, room)) {
                    continue;
                }
                Rest.Answer answer = person.call(node, "GET", "/api/rooms/" + room);
                long recount = Unread.count(
                        person.id(),
                        logs.get(room),
                        logs.getOrDefault(History.personal(person.id()), List.of()),
                        room,
                        publicRooms.contains(room));
                JsonNode unread = answer.body().path("unread");
                unreadChecked++;
                if (!answer.done() || unread.asLong(-1) != recount) {
                    violations.add(
                            "%s has %d unread messages in %s, and is told %s".formatted(person, recount, room, answer));
                }
            }
        }
    }

    private boolean maySee(Person person, String room) {
        return !History.isPersonal(room) && entitlement.inTheEnd(new History.Viewing(person.id(), "", room));
    }

    /** The events of a room, one after the other, give what REST says it looks like. */
    void checkStates(List<String> violations) throws IOException, InterruptedException {
        for (String room : logs.keySet()) {
            if (History.isPersonal(room)) {
                continue;
            }
            RoomState state = new RoomState();
            logs.get(room).forEach(state::apply);
            state.anomalies().forEach(anomaly -> violations.add(room + ": " + anomaly));
            Map<Long, String> told =
                    RoomState.messagesOf(RoomReader.messages(node, owners.getOrDefault(room, people.getFirst()), room));
            Map<Long, String> due = state.messages();
            for (Long seq : new TreeSet<>(due.keySet())) {
                String answer = told.remove(seq);
                if (!due.get(seq).equals(answer)) {
                    violations.add("in %s the events give for %d: %s; and REST says: %s"
                            .formatted(room, seq, due.get(seq), answer));
                }
            }
            told.forEach((seq, line) ->
                    violations.add("in %s REST knows %d, the events do not: %s".formatted(room, seq, line)));
        }
    }

    /** What is on Kafka is what the streams have, and is enough to rebuild every counter. */
    void checkTopics(String bootstrapServers, List<String> violations) throws IOException, InterruptedException {
        Map<String, String> ids = new HashMap<>();
        Map<String, Integer> expected = new HashMap<>();
        for (var log : logs.entrySet()) {
            String id = History.isPersonal(log.getKey()) ? log.getKey().substring(3) : idOf(log.getKey());
            ids.put(log.getKey(), id);
            expected.put(id, log.getValue().size());
        }
        TopicReader topics = new TopicReader();
        topics.read(bootstrapServers, List.of("confab.chat.events", "confab.user.events"), expected);
        violations.addAll(topics.violations());
        logs.forEach((stream, log) -> {
            List<LoggedEvent> events = topics.events(ids.getOrDefault(stream, ""));
            published += events.size();
            List<String> there = events.stream().map(LoggedEvent::eventId).toList();
            List<String> due = log.stream().map(LoggedEvent::eventId).toList();
            if (!there.equals(due)) {
                violations.add("on Kafka %s has %d events, %d are due".formatted(stream, there.size(), due.size()));
            }
        });
        for (Person person : people) {
            for (String room : logs.keySet()) {
                if (maySee(person, room)) {
                    boolean everybody = publicRooms.contains(room);
                    String own = History.personal(person.id());
                    long rebuilt = Unread.count(
                            person.id(),
                            topics.events(ids.getOrDefault(room, "")),
                            topics.events(person.id()),
                            room,
                            everybody);
                    long recount = Unread.count(
                            person.id(), logs.get(room), logs.getOrDefault(own, List.of()), room, everybody);
                    if (rebuilt != recount) {
                        violations.add("from Kafka %s has %d unread messages in %s, not %d"
                                .formatted(person, rebuilt, room, recount));
                    }
                }
            }
        }
    }

    private String idOf(String room) throws IOException, InterruptedException {
        Person asker = owners.getOrDefault(room, people.getFirst());
        return asker.call(node, "GET", "/api/rooms/" + room).body().path("id").asText();
    }

    Map<String, Long> totals(Lab.Totals totals) {
        Map<String, Long> result = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            result.put(
                    switch (outcome) {
                        case ACKNOWLEDGED -> "messages acknowledged";
                        case REFUSED -> "messages refused for good";
                        case UNKNOWN -> "messages whose fate nobody was told";
                    },
                    history.said().stream()
                            .filter(said -> said.outcome() == outcome)
                            .count());
        }
        result.put("messages repeated after their acknowledgement", totals.repeats.sum());
        result.put("events delivered", totals.events.sum());
        result.put("events stored", (long) stored());
        result.put("events read from Kafka", published);
        result.put("connections made", totals.connections.sum());
        result.put("rooms resumed", totals.resumes.sum());
        result.put("answers lost", totals.lostAnswers.sum());
        result.put("temporary refusals", totals.refusals.sum());
        result.put("edits, deletions and reactions", totals.revisions.sum());
        result.put("changes of membership", (long) history.changes().size());
        result.put("requests of people who were removed", totals.probes.sum());
        result.put("unread counters compared", unreadChecked);
        result.put("faults", totals.faults.sum());
        return result;
    }
}
