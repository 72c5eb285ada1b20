package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What one person's own stream says about a room: how far it is read, whether it is silent, what is half written. */
final class PersonState {
    private final String room;
    private final List<LoggedEvent> events = new ArrayList<>();
    private final Map<String, String> drafts = new TreeMap<>();
    private boolean muted;

    PersonState(String room) {
        this.room = room;
    }

    void apply(LoggedEvent event) {
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
            default -> {}
        }
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
