package dev.confab.chat.reaction;

import dev.confab.chat.action.ActionLimit;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.room.AccessMode;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** The caller's reactions over REST. */
@Path("/api/rooms/{room}/messages/{messageId}/reactions/{emoji}")
@Authenticated
@RunOnVirtualThread
class ReactionResource {

    private final MessageAccess access;
    private final ReactionService reactions;
    private final ActionLimit limit;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ReactionResource(
            MessageAccess access,
            ReactionService reactions,
            ActionLimit limit,
            IdentityService identities,
            SecurityIdentity caller) {
        this.access = access;
        this.reactions = reactions;
        this.limit = limit;
        this.identities = identities;
        this.caller = caller;
    }

    /** Gives an emoji to a message; one that the caller gave before stays. */
    @PUT
    public void add(@RestPath String room, @RestPath String messageId, @RestPath String emoji) {
        react(room, messageId, emoji, true);
    }

    /** Takes an emoji back, if the caller gave it. */
    @DELETE
    public void remove(@RestPath String room, @RestPath String messageId, @RestPath String emoji) {
        react(room, messageId, emoji, false);
    }

    private void react(String room, String messageId, String emoji, boolean on) {
        UserIdentity user = identities.require(caller);
        limit.require(user);
        reactions.react(access.require(room, messageId, user, AccessMode.POST), emoji, on);
    }
}
