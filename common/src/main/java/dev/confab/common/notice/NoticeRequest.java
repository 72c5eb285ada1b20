package dev.confab.common.notice;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * People are to be notified of an event of a room. Each of them is notified of one event once, however often and in
 * however many requests it is asked for.
 *
 * @param kind {@link #ANNOUNCEMENT} or {@link #MENTION}
 * @param recipients user ids, at most {@value #MOST_RECIPIENTS}; more people need more requests
 * @param eventId the event in the room's stream
 * @param epoch of the room's stream
 * @param seq the event's place in it
 * @param actorId who caused it
 * @param title of an announcement
 * @param text what was said
 * @param time when the event was stored
 */
public record NoticeRequest(
        String kind,
        List<UUID> recipients,
        String room,
        UUID roomId,
        UUID eventId,
        String epoch,
        long seq,
        UUID actorId,
        String actorName,
        @Nullable String title,
        String text,
        Instant time) {
    public static final String ANNOUNCEMENT = "announcement";
    public static final String MENTION = "mention";
    public static final int MOST_RECIPIENTS = 500;

    private static final Set<String> KINDS = Set.of(ANNOUNCEMENT, MENTION);

    public NoticeRequest {
        recipients = List.copyOf(recipients);
        Objects.requireNonNull(roomId);
        Objects.requireNonNull(eventId);
        Objects.requireNonNull(actorId);
        Objects.requireNonNull(time);
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("kind: announcement or mention");
        }
        if (recipients.isEmpty() || recipients.size() > MOST_RECIPIENTS) {
            throw new IllegalArgumentException("recipients: 1 to " + MOST_RECIPIENTS);
        }
        if (seq < 1) {
            throw new IllegalArgumentException("seq: must be positive");
        }
    }
}
