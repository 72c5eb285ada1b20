package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.bench.history.History.Viewing;
import dev.confab.client.socket.SocketClosedException;
import dev.confab.client.socket.SocketTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's device: connects to any node, greets, joins its rooms where it stopped, and writes down all that comes. It
 * leaves a silent server, comes back after every end, and now and then continues from further back than it has to.
 */
final class Device {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int REMEMBERED = 20;
    private static final long PING_NANOS = 2_000_000_000L;
    private static final long SILENCE_NANOS = 8_000_000_000L;
    /** Close codes after which a correct client must not come back: the server takes this one for a broken one. */
    private static final Set<Integer> BLAMED = Set.of(1007, 1009, 3500);

    /** A message that came a short while ago. */
    record Seen(String room, String messageId, String author) {}

    /** Where one stream stands. Belongs to the thread of the device. */
    private static final class Place {
        private @Nullable Position first;
        private @Nullable Position last;
        private @Nullable Delivery current;
        private @Nullable Position asked;
        private boolean joining;
        private long joinAt = System.nanoTime();
    }

    private final Lab lab;
    private final Person person;
    private final String name;
    private final List<String> rooms;
    private final Set<String> privateRooms;
    private final RandomGenerator random;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final Map<String, Position> reached = new ConcurrentHashMap<>();
    private final Deque<Seen> recent = new ConcurrentLinkedDeque<>();
    private volatile @Nullable Link link;
    private int connections;
    private String where = "";

    Device(Lab lab, Person person, String name, List<String> rooms, Set<String> privateRooms, RandomGenerator random) {
        this.lab = lab;
        this.person = person;
        this.name = name;
        this.rooms = rooms;
        this.privateRooms = privateRooms;
        this.random = random;
        rooms.forEach(room -> places.put(room, new Place()));
        places.put(personal(), new Place());
        places.keySet().forEach(stream -> lab.history().wanted(new Viewing(person.id(), name, stream)));
    }

    Person person() {
        return person;
    }

    String name() {
        return name;
    }

    List<String> rooms() {
        return rooms;
    }

    /** The connection that is greeted at the moment, if any. */
    @Nullable
    Link link() {
        return link;
    }

    /** The last event that came of a room, if any. */
    @Nullable
    Position reached(String room) {
        return reached.get(room);
    }

    /** One of the newest messages, if there is one. */
    @Nullable
    Seen somethingSeen(RandomGenerator dice) {
        List<Seen> all = new ArrayList<>(recent);
        return all.isEmpty() ? null : all.get(dice.nextInt(all.size()));
    }

    /** Connects again and again until the run is over. */
    void run() throws InterruptedException {
        for (int failures = 0; lab.listening(); failures++) {
            try (Link opened = Link.open(lab.anyNode(random), person.token(lab.anyNode(random)))) {
                lab.totals().connections.increment();
                connections++;
                converse(opened);
                failures = 0;
            } catch (IOException unreachable) {
                // Another node, another time.
            } finally {
                link = null;
                places.values().forEach(place -> {
                    place.current = null;
                    place.joining = false;
                });
            }
            Lab.pause(random, 100L * Math.min(failures + 1, 10));
        }
    }

    private void converse(Link opened) throws IOException {
        where = "%s/%s, connection %d".formatted(person, name, connections);
        rewindSome();
        opened.send(hello());
        long heard = System.nanoTime();
        long pinged = heard;
        while (lab.listening()) {
            try {
                for (JsonNode frame : opened.receive(LOOK)) {
                    received(opened, frame);
                }
                heard = System.nanoTime();
            } catch (SocketTimeoutException nothing) {
                // Then there is time to look around.
            } catch (SocketClosedException closed) {
                if (BLAMED.contains(closed.code())) {
                    lab.history().breach("%s was closed with %d %s".formatted(where, closed.code(), closed.reason()));
                }
                return;
            }
            long now = System.nanoTime();
            if (now - heard > SILENCE_NANOS) {
                opened.drop();
                return;
            }
            if (link != null && now - pinged > PING_NANOS) {
                opened.send(Link.frame("ping"));
                pinged = now;
            }
            if (link != null) {
                joinWhatIsDue(opened, now);
            }
        }
    }

    /** Either with all rooms at once, or with none; then they are joined one by one. */
    private ObjectNode hello() {
        ObjectNode hello = Link.frame("hello").put("id", "h").put("client", "confab-history");
        if (random.nextBoolean()) {
            hello.put("batch", true);
        }
        Place me = places.get(personal());
        me.asked = me.last;
        if (me.last != null) {
            hello.putObject("me").put("epoch", me.last.epoch()).put("seq", me.last.seq());
        }
        if (random.nextBoolean()) {
            ArrayNode joins = hello.putArray("rooms");
            for (String room : rooms) {
                join(joins.addObject().put("room", room), places.get(room));
            }
        }
        return hello;
    }

    private void join(ObjectNode fields, Place place) {
        place.asked = place.last;
        if (place.last == null) {
            fields.put("history", random.nextInt(50));
        } else {
            fields.put("epoch", place.last.epoch()).put("seq", place.last.seq());
        }
        place.joining = true;
    }

    /** Who continues from further back gets everything from there again. */
    private void rewindSome() {
        for (Place place : places.values()) {
            if (place.first != null && place.last != null && random.nextInt(10) == 0) {
                long back = 1 + random.nextLong(20);
                place.last = place.last.at(Math.max(place.first.seq() - 1, place.last.seq() - back));
            }
        }
    }

    private void joinWhatIsDue(Link opened, long now) throws IOException {
        for (String room : rooms) {
            Place place = places.get(room);
            if (place.current != null || place.joining || now - place.joinAt < 0) {
                continue;
            }
            ObjectNode join = Link.frame("join").put("id", "j " + room).put("room", room);
            join(join, place);
            opened.send(join);
        }
    }

    private void received(Link opened, JsonNode frame) throws IOException {
        switch (frame.path("type").asText()) {
            case "event" -> event(frame);
            case "welcome" -> welcome(opened, frame);
            case "joined" -> joined(frame);
            case "left" -> left(opened, frame);
            case "error" -> error(opened, frame);
            case "ping" -> opened.send(Link.frame("pong"));
            default -> opened.answered(frame);
        }
    }

    private void welcome(Link opened, JsonNode frame) {
        JsonNode me = frame.path("me");
        Place place = places.get(personal());
        boolean recovered = me.path("recovered").asBoolean();
        Position top = new Position(me.path("epoch").asText(), me.path("seq").asLong());
        where += " to " + frame.path("node").asText();
        Position asked = place.asked;
        begin(
                personal(),
                place,
                recovered,
                asked != null && recovered ? asked.at(asked.seq() + 1) : top.at(top.seq() + 1));
        link = opened;
    }

    private void joined(JsonNode frame) {
        String room = frame.path("room").asText();
        Place place = places.get(room);
        if (place.asked != null) {
            lab.totals().resumes.increment();
        }
        Position from =
                new Position(frame.path("epoch").asText(), frame.path("from").asLong());
        begin(room, place, frame.path("recovered").asBoolean(), from);
    }

    private void begin(String stream, Place place, boolean recovered, Position from) {
        Delivery delivery = new Delivery(where, place.asked, recovered, from);
        place.joining = false;
        place.current = delivery;
        if (place.first == null) {
            place.first = from;
            place.last = from.at(from.seq() - 1);
        }
        lab.history().began(new Viewing(person.id(), name, stream), delivery);
    }

    private void event(JsonNode frame) {
        String stream = frame.has("room") ? frame.path("room").asText() : personal();
        LoggedEvent event = LoggedEvent.of(frame);
        Place place = places.get(stream);
        Delivery delivery = place == null ? null : place.current;
        if (delivery == null) {
            lab.history().breach("%s: %s %d came though it was not joined".formatted(where, stream, event.seq()));
            return;
        }
        delivery.saw(event.seen(System.nanoTime()));
        place.last = new Position(event.epoch(), event.seq());
        reached.put(stream, place.last);
        if (event.kind().equals(LoggedEvent.POSTED) && event.userId() != null) {
            recent.addLast(new Seen(stream, event.eventId(), event.userId()));
            if (recent.size() > REMEMBERED) {
                recent.pollFirst();
            }
        }
        lab.totals().events.increment();
    }

    private void left(Link opened, JsonNode frame) {
        Place place = places.get(frame.path("room").asText());
        place.current = null;
        place.joinAt = System.nanoTime() + 1_000_000L * random.nextInt(200, 2_000);
        opened.answered(frame);
    }

    private void error(Link opened, JsonNode frame) {
        String id = frame.path("id").asText();
        if (!id.isEmpty() && !id.startsWith("j ")) {
            opened.answered(frame);
            return;
        }
        String room = id.isEmpty() ? frame.path("room").asText() : id.substring(2);
        if (!places.containsKey(room)) {
            lab.history().breach("%s got an error that belongs to nothing: %s".formatted(where, frame));
            return;
        }
        Place place = places.get(room);
        place.joining = false;
        place.joinAt = System.nanoTime() + 1_000_000L * random.nextInt(500, 2_000);
        if (!mayBeRefused(room, frame) && !frame.path("temporary").asBoolean()) {
            lab.history().breach("%s may not join %s: %s".formatted(where, room, frame));
        }
    }

    /** A private room does not exist for those who are not in it; everything else must succeed sooner or later. */
    boolean mayBeRefused(String room, JsonNode error) {
        return privateRooms.contains(room) && error.path("code").asText().equals("room_not_found");
    }

    private String personal() {
        return History.personal(person.id());
    }
}
