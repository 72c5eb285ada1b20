package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.client.socket.SocketTimeoutException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Random deeds in one room, one after the other. After each, what a client makes of the old state and the events that
 * came must be what REST says anew: nobody ever has to ask again what an event was about.
 */
public final class StateRun {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int DIFFERENCES = 5;

    private final List<URI> nodes;
    private final String room;
    private final boolean everybody;
    private final Person owner;
    private final Person watcher;
    private final RandomDeeds deeds;
    private final RoomState state = new RoomState();
    private final PersonState personal;
    private final List<LoggedEvent> events = new ArrayList<>();
    private final Set<String> bans = new TreeSet<>();
    private final Set<String> kinds = new TreeSet<>();
    private final List<String> differences = new ArrayList<>();

    private StateRun(List<URI> nodes, String visibility, SplittableRandom random)
            throws IOException, InterruptedException {
        this.nodes = nodes;
        String run = UUID.randomUUID().toString().substring(0, 6);
        room = "deeds_" + run;
        everybody = visibility.equals("public");
        owner = Person.register(nodes.getFirst(), "owner_" + run);
        watcher = Person.register(nodes.getFirst(), "watcher_" + run);
        List<Person> others = List.of(
                Person.register(nodes.getFirst(), "ann_" + run),
                Person.register(nodes.getFirst(), "ben_" + run),
                Person.register(nodes.getFirst(), "cyd_" + run));
        personal = new PersonState(room);
        deeds = new RandomDeeds(nodes, room, owner, watcher, others, random);
        require(owner.call(nodes.getFirst(), "POST", "/api/rooms", Map.of("name", room, "visibility", visibility)));
        require(owner.call(
                nodes.getFirst(),
                "PUT",
                "/api/rooms/%s/members/%s".formatted(room, watcher),
                Map.of("role", "member")));
        require(owner.call(
                nodes.getFirst(), "POST", "/api/rooms", Map.of("name", deeds.otherRoom(), "visibility", "private")));
    }

    /**
     * Runs in a new room.
     *
     * @param nodes chat nodes; deeds are done at any of them, events are taken from the last one
     * @param visibility {@code public} or {@code private}
     */
    public static StateReport on(List<URI> nodes, String visibility, long seed, int steps)
            throws IOException, InterruptedException {
        return new StateRun(List.copyOf(nodes), visibility, new SplittableRandom(seed)).run(steps);
    }

    private StateReport run(int steps) throws IOException, InterruptedException {
        URI node = nodes.getLast();
        try (Link rooms = Link.open(node, owner.token(node));
                Link persons = Link.open(node, watcher.token(node))) {
            persons.send(Link.frame("hello").put("id", "h"));
            rooms.send(Link.frame("hello").put("id", "h"));
            rooms.send(Link.frame("join").put("id", "j").put("room", room).put("history", 200));
            String deed = "the room was created";
            for (int step = 0; step <= steps && differences.size() < DIFFERENCES; step++) {
                settle(rooms, persons, "step %d, %s".formatted(step, deed));
                deed = deeds.next();
            }
        }
        return new StateReport(Set.copyOf(kinds), List.copyOf(differences));
    }

    /** Takes events until they give what REST says, or for half a minute. */
    private void settle(Link rooms, Link persons, String deed) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            take(rooms, true);
            take(persons, false);
            String difference = difference();
            if (difference.isEmpty()) {
                break;
            }
            if (System.nanoTime() > end) {
                differences.add("after " + deed + ": " + difference);
                break;
            }
        }
        state.anomalies().forEach(anomaly -> differences.add("after " + deed + ": " + anomaly));
        state.anomalies().clear();
    }

    private void take(Link link, boolean ofRoom) throws IOException {
        try {
            while (true) {
                for (JsonNode frame : link.receive(LOOK)) {
                    if (frame.path("type").asText().equals("ping")) {
                        link.send(Link.frame("pong"));
                    } else if (frame.path("type").asText().equals("event") && frame.has("room") == ofRoom) {
                        event(LoggedEvent.of(frame), ofRoom);
                    } else if (frame.path("type").asText().equals("left")) {
                        comeBack(link);
                    }
                }
            }
        } catch (SocketTimeoutException nothingMore) {
            // As far as it has come.
        }
    }

    /** After the room was closed. */
    private void comeBack(Link link) throws IOException {
        LoggedEvent last = events.getLast();
        link.send(Link.frame("join")
                .put("id", "again")
                .put("room", room)
                .put("epoch", last.epoch())
                .put("seq", last.seq()));
    }

    private void event(LoggedEvent event, boolean ofRoom) {
        kinds.add(event.kind());
        if (!ofRoom) {
            personal.apply(event);
            return;
        }
        events.add(event);
        state.apply(event);
        deeds.reached(event.seq());
        String name = event.data().path("user").path("username").asText();
        if (event.kind().equals("member.banned")) {
            bans.add(name);
        } else if (event.kind().equals("member.unbanned")) {
            bans.remove(name);
        }
    }

    /** What REST says otherwise than the events; empty if nothing. */
    private String difference() throws IOException, InterruptedException {
        URI node = nodes.getFirst();
        JsonNode view = get(owner, "");
        if (view.path("lastSeq").asLong() != events.size()) {
            return "%d events came of %s".formatted(events.size(), view.path("lastSeq"));
        }
        List<String> found = new ArrayList<>();
        compare(found, "messages", state.messages(), RoomState.messagesOf(RoomReader.messages(node, owner, room)));
        compare(found, "members", state.members(), members());
        state.settings().forEach((field, value) -> {
            if (view.has(field) && !view.path(field).toString().equals(value)) {
                found.add("%s is %s by the events and %s".formatted(field, value, view.path(field)));
            }
        });
        Rest.Answer banned = owner.call(node, "GET", "/api/rooms/" + room + "/bans");
        if (banned.done()) {
            Set<String> names = new TreeSet<>();
            banned.body()
                    .path("items")
                    .forEach(ban -> names.add(ban.path("user")
                            .path("username")
                            .asText(ban.path("username").asText())));
            compare(found, "bans", bans, names);
        }
        compare(
                found,
                "unread messages",
                personal.unread(watcher.id(), events, everybody),
                get(watcher, "").path("unread").asLong());
        Rest.Answer drafts = watcher.call(node, "GET", "/api/me/drafts");
        if (drafts.done()) {
            compare(found, "drafts", personal.drafts(), personal.draftsOf(drafts.body()));
        }
        Rest.Answer unread = watcher.call(node, "GET", "/api/me/unread");
        unread.body().path("rooms").forEach(one -> {
            if (one.path("room").asText().equals(room)) {
                compare(found, "muted", personal.muted(), one.path("muted").asBoolean());
            }
        });
        comparePerson(found);
        return String.join("; ", found);
    }

    /** What concerns the watcher alone. */
    private void comparePerson(List<String> found) throws IOException, InterruptedException {
        FreshPerson fresh = new FreshPerson(nodes.getFirst(), watcher, room);
        compare(found, "whispers", personal.whispers(), fresh.whispers());
        compare(found, "scheduled messages", personal.scheduled(), fresh.scheduled());
        compare(found, "invitations", personal.invitations(), fresh.invitations());
        for (Map.Entry<String, Long> thread : personal.threads().entrySet()) {
            if (!state.isDeleted(thread.getKey())) {
                compare(found, "read thread", thread.getValue(), fresh.threadRead(thread.getKey()));
            }
        }
        String other = deeds.otherRoom();
        compare(found, "being in " + other, personal.isIn(other), fresh.isIn(other));
    }

    private Map<String, String> members() throws IOException, InterruptedException {
        Map<String, String> result = new TreeMap<>();
        get(owner, "/members").path("items").forEach(member -> {
            JsonNode name = member.has("user") ? member.path("user").path("username") : member.path("username");
            result.put(name.asText(), member.path("role").asText());
        });
        return result;
    }

    private JsonNode get(Person reader, String path) throws IOException, InterruptedException {
        return RoomReader.get(nodes.getFirst(), reader, "/api/rooms/" + room + path);
    }

    private static void compare(List<String> found, String what, Object events, Object rest) {
        if (!events.equals(rest)) {
            found.add("%s by the events: %s, by REST: %s".formatted(what, events, rest));
        }
    }

    private static void require(Rest.Answer answer) throws IOException {
        if (!answer.done()) {
            throw new IOException("cannot begin: " + answer);
        }
    }
}
