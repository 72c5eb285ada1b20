package dev.confab.chat.invitation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * To what a link invites.
 *
 * @param members who is in a conversation, by name; absent for other rooms
 * @param by      who made the link
 * @param member  whether the caller is in the room already
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShownInvitation(
        String room,
        @Nullable List<Invitation.Person> members,
        Invitation.Person by,
        boolean member,
        Instant expiresAt) {

    ShownInvitation {
        members = members == null ? null : List.copyOf(members);
    }
}
