package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one person's own stream says: of a room, how far it and its threads are read, whether it is silent, what is half
 * written, to be posted later and whispered there; and to what the person is invited.
 */
final class PersonState {
    private final String room;
    private final List<LoggedEvent> events = new ArrayList<>();
    private final Map<String, String> drafts = new TreeMap<>();
    private final Map<String, String> whispers = new TreeMap<>();
    private final Map<String, String> scheduled = new TreeMap<>();
    private final Map<String, Long> threads = new TreeMap<>();
    private final Map<String, String> invitations = new TreeMap<>();
    private final Set<String> joined = new TreeSet<>();
    private boolean muted;

    PersonState(String room) {
        this.room = room;
    }

    void apply(LoggedEvent event) {
        aboutRooms(event);
        if (!event.data().path("room").asText().equals(room)) {
            return;
        }
        events.add(event);
        switch (event.kind()) {
            case "room.muted" -> muted = true;
            case "room.unmuted" -> muted = false;
            case "draft.changed" -> {
                String thread = event.data().path("threadId").asText();
                String text = event.data().path("text").asText();
                if (text.isEmpty()) {
                    drafts.remove(thread);
                } else {
                    drafts.put(thread, text);
                }
            }
            case "message.whispered" ->
                whispers.put(
                        event.data().path("messageId").asText(),
                        event.data().path("text").asText());
            case "scheduled.changed" -> scheduled.put(event.data().path("id").asText(), later(event.data()));
            case "scheduled.cancelled", "scheduled.sent" ->
                scheduled.remove(event.data().path("id").asText());
            case "thread.read" ->
                threads.put(
                        event.data().path("messageId").asText(),
                        event.data().path("seq").asLong());
            default -> {}
        }
    }

    private void aboutRooms(LoggedEvent event) {
        String name = event.data().path("room").asText();
        String id = event.data().path("id").asText();
        switch (event.kind()) {
            case "invitation.received" -> invitations.put(id, name);
            case "invitation.ended" -> invitations.remove(id);
            case "room.joined" -> joined.add(name);
            case "room.left" -> joined.remove(name);
            default -> {}
        }
    }

    /** Texts by id. */
    Map<String, String> whispers() {
        return whispers;
    }

    /** What waits, by id. */
    Map<String, String> scheduled() {
        return scheduled;
    }

    /** How a scheduled message is compared. */
    static String later(JsonNode message) {
        return "%s at %s in '%s'"
                .formatted(
                        message.path("text").asText(),
                        message.path("sendAt").asText(),
                        message.path("threadId").asText());
    }

    /** Up to where threads are read, by their first messages. */
    Map<String, Long> threads() {
        return threads;
    }

    /** Rooms by the ids of the invitations into them. */
    Map<String, String> invitations() {
        return invitations;
    }

    boolean isIn(String name) {
        return joined.contains(name);
    }

    long unread(String userId, List<LoggedEvent> roomEvents, boolean everybody) {
        return Unread.count(userId, roomEvents, events, room, everybody);
    }

    boolean muted() {
        return muted;
    }

    /** Texts by thread; those that belong to none under the empty text. */
    Map<String, String> drafts() {
        return drafts;
    }

    /** What REST says, in the words of {@link #drafts}. */
    Map<String, String> draftsOf(JsonNode answer) {
        Map<String, String> result = new TreeMap<>();
        JsonNode items =
                answer.isArray() ? answer : answer.has("drafts") ? answer.path("drafts") : answer.path("items");
        items.forEach(draft -> {
            if (draft.path("room").asText().equals(room)) {
                result.put(draft.path("threadId").asText(), draft.path("text").asText());
            }
        });
        return result;
    }
}
