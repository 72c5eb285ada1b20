package dev.confab.chat.invitation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as the API shows one.
 *
 * @param members who is in a conversation, by name; absent for other rooms
 * @param by      who invites
 * @param user    who is invited; absent for a link
 * @param code    the secret part of a link, only in the answer to its making
 * @param maxUses how many may use a link; absent for any number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Invitation(
        UUID id,
        String room,
        UUID roomId,
        @Nullable List<Person> members,
        Person by,
        @Nullable Person user,
        @Nullable String code,
        @Nullable Integer maxUses,
        int uses,
        Instant createdAt,
        Instant expiresAt) {

    public Invitation {
        members = members == null ? null : List.copyOf(members);
    }

    /** Somebody with an account. */
    public record Person(UUID id, String username) {}

    Invitation withCode(String secret) {
        return new Invitation(id, room, roomId, members, by, user, secret, maxUses, uses, createdAt, expiresAt);
    }
}
