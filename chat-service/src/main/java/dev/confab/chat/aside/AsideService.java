package dev.confab.chat.aside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.chat.aside.AsideRepository.Row;
import dev.confab.chat.aside.Asides.Announcement;
import dev.confab.chat.aside.Asides.Whisper;
import dev.confab.chat.message.HistoryPage.Author;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads announcements and whispers back. Blocks: call it on a virtual thread. */
@ApplicationScoped
class AsideService {

    private static final int NEWEST = 50;

    private final RoomAccess access;
    private final AsideRepository asides;
    private final ObjectMapper json;

    AsideService(RoomAccess access, AsideRepository asides, ObjectMapper json) {
        this.access = access;
        this.asides = asides;
        this.json = json;
    }

    /** The newest of both kinds that concern a reader of the room. */
    Asides of(String roomName, UserIdentity reader) {
        RoomRef room = access.require(roomName, reader, AccessMode.READ);
        List<Announcement> announcements = new ArrayList<>();
        for (Row row : asides.announcements(room.id(), NEWEST).reversed()) {
            JsonNode data = data(row);
            announcements.add(new Announcement(
                    row.seq(), row.eventId(), row.time(), author(row), text(data, "title"), text(data, "text")));
        }
        List<Whisper> whispers = new ArrayList<>();
        for (Row row : asides.whispers(reader.id(), room.id(), NEWEST).reversed()) {
            JsonNode data = data(row);
            Author author = author(row);
            if (author != null) {
                UUID id = UUID.fromString(
                        data.path("messageId").asText(row.eventId().toString()));
                whispers.add(new Whisper(id, row.time(), author, people(data.path("to")), text(data, "text")));
            }
        }
        return new Asides(announcements, whispers);
    }

    private JsonNode data(Row row) {
        try {
            return json.readTree(row.data());
        } catch (JsonProcessingException corrupt) {
            throw new IllegalStateException("a stored event is no JSON: " + row.eventId(), corrupt);
        }
    }

    private static String text(JsonNode data, String field) {
        return data.path(field).asText("");
    }

    private static @Nullable Author author(Row row) {
        UUID id = row.actorId();
        String name = row.actorName();
        return id == null || name == null ? null : new Author(id, name);
    }

    private static List<Author> people(JsonNode people) {
        List<Author> found = new ArrayList<>();
        for (JsonNode person : people) {
            found.add(new Author(
                    UUID.fromString(person.path("id").asText()),
                    person.path("username").asText()));
        }
        return found;
    }
}
