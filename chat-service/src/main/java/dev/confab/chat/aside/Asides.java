package dev.confab.chat.aside;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.confab.chat.message.HistoryPage.Author;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a page of a room shows besides its messages. Both ascending by time; the newest of each.
 *
 * @param whispers those that the caller wrote or received
 */
public record Asides(List<Announcement> announcements, List<Whisper> whispers) {

    public Asides {
        announcements = List.copyOf(announcements);
        whispers = List.copyOf(whispers);
    }

    /**
     * Told to everybody who follows the room.
     *
     * @param seq  the place in the room's stream
     * @param user absent when the system announced it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Announcement(
            long seq, UUID eventId, Instant time, @Nullable Author user, String title, String text) {}

    /** Said to some people of the room. */
    public record Whisper(UUID messageId, Instant time, Author user, List<Author> to, String text) {

        public Whisper {
            to = List.copyOf(to);
        }
    }
}
