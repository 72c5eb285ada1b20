package dev.confab.chat.revision;

import dev.confab.chat.action.ActionLimit;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.room.AccessMode;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Editing and deleting messages over REST. */
@Path("/api/rooms/{room}/messages/{messageId}")
@Authenticated
@RunOnVirtualThread
class RevisionResource {

    private final MessageAccess access;
    private final RevisionService revisions;
    private final ActionLimit limit;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    RevisionResource(
            MessageAccess access,
            RevisionService revisions,
            ActionLimit limit,
            IdentityService identities,
            SecurityIdentity caller) {
        this.access = access;
        this.revisions = revisions;
        this.limit = limit;
        this.identities = identities;
        this.caller = caller;
    }

    /** Gives a message of the caller another text. */
    @PATCH
    public Revised edit(@RestPath String room, @RestPath String messageId, @Nullable NewText change) {
        UserIdentity user = identities.require(caller);
        limit.require(user);
        return revisions.edit(
                access.require(room, messageId, user, AccessMode.POST), change == null ? null : change.text());
    }

    /** Deletes a message for everybody and for ever: one's own, or with the right to moderate the room any. */
    @DELETE
    public void delete(@RestPath String room, @RestPath String messageId) {
        UserIdentity user = identities.require(caller);
        limit.require(user);
        revisions.delete(access.require(room, messageId, user, AccessMode.READ));
    }

    /** What a message shall say. */
    record NewText(@Nullable String text) {}
}
