package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What decides about posting in a room. Holds only what is out of the ordinary, so that large rooms cost little. */
public final class RoomPolicy {

    private final boolean closed;
    private final Duration slowMode;
    private final BannedWords words;
    private final MemberRole defaultRole;
    /** The roles that are not the default one. */
    private final Map<UUID, MemberRole> roles;
    /** Who is banned, and until when. */
    private final Map<UUID, Instant> bans;

    RoomPolicy(
            boolean closed,
            Duration slowMode,
            BannedWords words,
            MemberRole defaultRole,
            Map<UUID, MemberRole> roles,
            Map<UUID, Instant> bans) {
        this.closed = closed;
        this.slowMode = slowMode;
        this.words = words;
        this.defaultRole = defaultRole;
        this.roles = Map.copyOf(roles);
        this.bans = Map.copyOf(bans);
    }

    /** Why that user, who is in the room, may not say this there now; null if nothing speaks against it. */
    public @Nullable ConfabException objection(UserIdentity author, String text, Instant now) {
        if (closed) {
            return new ConfabException(ErrorCode.ROOM_CLOSED, "This room is closed.");
        }
        if (!author.isStaff()) {
            Instant banEnd = bans.get(author.id());
            if (banEnd != null && banEnd.isAfter(now)) {
                return new ConfabException(ErrorCode.BANNED_FROM_ROOM, "You are banned from this room.");
            }
            if (!roleOf(author).isAtLeast(MemberRole.MEMBER)) {
                return new ConfabException(ErrorCode.FORBIDDEN, "You may only read in this room.");
            }
        }
        return objectionTo(text);
    }

    /** Why nobody may say this there; null if nothing speaks against it. */
    public @Nullable ConfabException objectionTo(String text) {
        return words.occurIn(text)
                ? new ConfabException(
                        ErrorCode.BANNED_WORDS, "The message contains a word that is not accepted in this room.")
                : null;
    }

    /** The time between two messages of that user; zero for none. Moderators may talk as they like. */
    public Duration slowModeFor(UserIdentity author) {
        return slowMode.isZero() || author.isStaff() || roleOf(author).isAtLeast(MemberRole.MODERATOR)
                ? Duration.ZERO
                : slowMode;
    }

    private MemberRole roleOf(UserIdentity author) {
        return roles.getOrDefault(author.id(), defaultRole);
    }
}
