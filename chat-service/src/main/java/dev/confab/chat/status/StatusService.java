package dev.confab.chat.status;

import dev.confab.chat.hint.RoomHintService;
import dev.confab.chat.personal.Person;
import dev.confab.chat.presence.PresenceService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what people tell of themselves, and shows a change in the rooms where the person is, and to whoever looks at the
 * person. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
public class StatusService {

    private static final int MAX_TEXT = 80;
    private static final int MAX_EMOJI = 32;

    private final StatusRepository statuses;
    private final PresenceService presence;
    private final RoomHintService hints;
    private final InstantSource clock;

    StatusService(StatusRepository statuses, PresenceService presence, RoomHintService hints, InstantSource clock) {
        this.statuses = statuses;
        this.presence = presence;
        this.hints = hints;
        this.clock = clock;
    }

    /** @throws ConfabException {@code invalid_request}; {@code forbidden} for guests */
    UserStatus set(UserIdentity user, @Nullable String text, @Nullable String emoji, @Nullable Instant until) {
        requireAccount(user);
        if (until != null && !until.isAfter(clock.instant())) {
            throw ConfabException.invalid("until", "must be in the future");
        }
        UserStatus status = new UserStatus(
                checked("text", text, MAX_TEXT),
                emoji == null || emoji.isEmpty() ? null : checked("emoji", emoji, MAX_EMOJI),
                until == null ? null : until.truncatedTo(ChronoUnit.MILLIS));
        statuses.set(user.id(), status);
        show(user, status);
        return status;
    }

    void clear(UserIdentity user) {
        requireAccount(user);
        statuses.clear(user.id());
        show(user, null);
    }

    /** What one user tells now. */
    Optional<UserStatus> of(UUID user) {
        return Optional.ofNullable(of(List.of(user)).get(user));
    }

    /** What each of them tells now; who tells nothing is absent. One query. */
    public Map<UUID, UserStatus> of(Collection<UUID> users) {
        return users.isEmpty() ? Map.of() : statuses.find(users, clock.instant());
    }

    private void show(UserIdentity user, @Nullable UserStatus status) {
        Shown shown = new Shown(Person.of(user), status);
        presence.roomsOf(user.id()).forEach(room -> hints.show(room, "status", shown));
        // To those who look at this person, wherever that is.
        hints.show(user.id(), "status", shown);
    }

    private static String checked(String field, @Nullable String text, int most) {
        if (text == null || text.isBlank()) {
            throw ConfabException.invalid(field, "is missing");
        }
        if (text.codePointCount(0, text.length()) > most) {
            throw ConfabException.invalid(field, "is longer than " + most + " characters");
        }
        if (text.codePoints()
                .anyMatch(c ->
                        Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))) {
            throw ConfabException.invalid(field, "contains what cannot be shown");
        }
        return text;
    }

    private static void requireAccount(UserIdentity user) {
        if (user.isGuest()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Guests have no status.");
        }
    }

    /** What those who are in a room are told. */
    private record Shown(Person user, @Nullable UserStatus status) {}
}
