package dev.confab.bench.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a room looks like, by its events alone: the reference that every client of the protocol can build. {@link
 * #messages} gives it in the same words as {@link #messagesOf} gives the answer of REST, so that both can be compared.
 */
final class RoomState {
    private static final int PEOPLE_SHOWN = 10;

    private static final class Message {
        private final LoggedEvent posted;
        private String text = "";
        private List<String> mentions = List.of();
        private String editedAt = "";
        private boolean deleted;
        private boolean pinned;
        private final Map<String, Set<String>> reactions = new TreeMap<>();
        private int replies;
        private final Map<String, String> files = new TreeMap<>();

        private Message(LoggedEvent posted) {
            this.posted = posted;
        }
    }

    private final Map<String, Message> byId = new HashMap<>();
    private final Map<Long, Message> bySeq = new TreeMap<>();
    private final Map<String, String> members = new TreeMap<>();
    private final Map<String, String> settings = new TreeMap<>();
    private final List<String> anomalies = new ArrayList<>();

    /** Takes the next event of the room. */
    void apply(LoggedEvent event) {
        JsonNode data = event.data();
        switch (event.kind()) {
            case LoggedEvent.POSTED -> posted(event);
            case LoggedEvent.EDITED -> {
                Message message = changed(event);
                if (message != null && data.has("text")) {
                    message.text = data.path("text").asText();
                    message.mentions = ids(data.path("mentions"));
                    message.editedAt = data.path("editedAt").asText();
                }
            }
            case LoggedEvent.DELETED -> deleted(event);
            case "reaction.added" -> reaction(event, true);
            case "reaction.removed" -> reaction(event, false);
            case "attachment.updated" -> {
                Message message = changed(event);
                if (message != null) {
                    message.files.put(
                            data.path("attachmentId").asText(),
                            data.path("state").asText());
                }
            }
            case "message.pinned" -> pinned(event, true);
            case "message.unpinned" -> pinned(event, false);
            case LoggedEvent.CREATED -> {
                if (data.has("owner")) {
                    members.put(data.path("owner").path("username").asText(), "owner");
                }
            }
            case LoggedEvent.MEMBER_ADDED ->
                members.put(
                        data.path("user").path("username").asText(),
                        data.path("role").asText());
            case LoggedEvent.MEMBER_REMOVED ->
                members.remove(data.path("user").path("username").asText());
            case "room.updated" ->
                data.properties()
                        .forEach(field ->
                                settings.put(field.getKey(), field.getValue().toString()));
            case "room.closed" -> settings.put("closed", "true");
            case "room.reopened" -> settings.remove("closed");
            default -> {}
        }
    }

    private void posted(LoggedEvent event) {
        Message message = new Message(event);
        message.deleted = event.data().path("deleted").asBoolean();
        message.text = event.data().path("text").asText();
        message.mentions = ids(event.data().path("mentions"));
        message.files.putAll(files(event.data().path("attachments")));
        byId.put(event.eventId(), message);
        bySeq.put(event.seq(), message);
        Message root = rootOf(message);
        if (root != null) {
            root.replies++;
        }
    }

    private void deleted(LoggedEvent event) {
        Message message = changed(event);
        if (message == null) {
            return;
        }
        message.deleted = true;
        message.text = "";
        message.mentions = List.of();
        message.editedAt = "";
        message.pinned = false;
        message.reactions.clear();
        message.files.clear();
        Message root = rootOf(message);
        if (root != null) {
            root.replies--;
        }
    }

    private void reaction(LoggedEvent event, boolean added) {
        Message message = changed(event);
        if (message == null) {
            return;
        }
        String emoji = event.data().path("emoji").asText();
        Set<String> people = message.reactions.computeIfAbsent(emoji, _ -> new LinkedHashSet<>());
        boolean news =
                added ? people.add(String.valueOf(event.userId())) : people.remove(String.valueOf(event.userId()));
        if (!news) {
            anomalies.add("%d changes nothing: %s".formatted(event.seq(), event));
        }
        if (people.isEmpty()) {
            message.reactions.remove(emoji);
        }
    }

    private void pinned(LoggedEvent event, boolean on) {
        Message message = changed(event);
        if (message == null) {
            return;
        }
        if (message.pinned == on) {
            anomalies.add("%d changes nothing: %s".formatted(event.seq(), event));
        }
        message.pinned = on;
    }

    /** The message that an event is about, which must be there and not deleted. */
    private @Nullable Message changed(LoggedEvent event) {
        Message message = byId.get(event.data().path("messageId").asText());
        boolean posted = message != null
                && message.posted.seq() == event.data().path("seq").asLong();
        // Its deletion is known from its redacted text before the event that says so.
        boolean gone = message != null && message.deleted && !message.posted.redacted();
        if (!posted || gone) {
            anomalies.add("%d is about a message that is not there: %s".formatted(event.seq(), event));
            return null;
        }
        return message;
    }

    private @Nullable Message rootOf(Message message) {
        return byId.get(message.posted.data().path("thread").path("messageId").asText());
    }

    boolean isDeleted(String messageId) {
        Message message = byId.get(messageId);
        return message == null || message.deleted;
    }

    /** Events that cannot be where they are. */
    List<String> anomalies() {
        return anomalies;
    }

    /** Names and roles. */
    Map<String, String> members() {
        return members;
    }

    /** The changed settings, as JSON by field. */
    Map<String, String> settings() {
        return settings;
    }

    /** By seq, one line each. */
    Map<Long, String> messages() {
        Map<Long, String> result = new TreeMap<>();
        bySeq.forEach((seq, message) -> result.put(seq, line(message)));
        return result;
    }

    private static String line(Message message) {
        Map<String, String> reactions = new TreeMap<>();
        message.reactions.forEach((emoji, people) -> reactions.put(emoji, people(people.size(), people)));
        return words(
                message.posted.eventId(),
                String.valueOf(message.posted.userId()),
                message.text,
                message.mentions,
                message.editedAt,
                message.deleted,
                message.pinned,
                reactions,
                message.posted.data().path("thread").path("messageId").asText(),
                message.deleted
                        ? ""
                        : message.posted
                                .data()
                                .path("replyTo")
                                .path("messageId")
                                .asText(),
                message.replies,
                message.files);
    }

    /** What REST says, in the words of {@link #messages}. */
    static Map<Long, String> messagesOf(List<JsonNode> items) {
        Map<Long, String> result = new TreeMap<>();
        for (JsonNode item : items) {
            Map<String, String> reactions = new TreeMap<>();
            item.path("reactions").forEach(reaction -> {
                Set<String> people = new LinkedHashSet<>(ids(reaction.path("users")));
                reactions.put(
                        reaction.path("emoji").asText(),
                        people(reaction.path("count").asInt(), people));
            });
            result.put(
                    item.path("seq").asLong(),
                    words(
                            item.path("messageId").asText(),
                            item.path("user").path("id").asText(),
                            item.path("text").asText(),
                            ids(item.path("mentions")),
                            item.path("editedAt").asText(),
                            item.path("deleted").asBoolean(),
                            item.path("pinned").asBoolean(),
                            reactions,
                            item.path("thread").path("messageId").asText(),
                            item.path("replyTo").path("messageId").asText(),
                            item.path("replies").path("count").asInt(),
                            files(item.path("attachments"))));
        }
        return result;
    }

    private static String words(
            String id,
            String author,
            String text,
            List<String> mentions,
            String editedAt,
            boolean deleted,
            boolean pinned,
            Map<String, String> reactions,
            String thread,
            String replyTo,
            int replies,
            Map<String, String> files) {
        return "%s by %s: '%s' mentions %s, edited '%s', deleted %s, pinned %s, reactions %s, thread '%s', answers '%s', %d replies, files %s"
                .formatted(
                        id, author, text, mentions, editedAt, deleted, pinned, reactions, thread, replyTo, replies,
                        files);
    }

    /** Who is named when they are more is up to the server. */
    private static String people(int count, Set<String> people) {
        return count > PEOPLE_SHOWN ? Integer.toString(count) : new TreeSet<>(people).toString();
    }

    /** States by id. */
    private static Map<String, String> files(JsonNode attachments) {
        Map<String, String> result = new TreeMap<>();
        attachments.forEach(
                file -> result.put(file.path("id").asText(), file.path("state").asText()));
        return result;
    }

    private static List<String> ids(JsonNode people) {
        List<String> result = new ArrayList<>();
        people.forEach(person -> result.add(person.path("id").asText()));
        return result;
    }
}
