package dev.confab.chat.thread;

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

/** Following a thread over REST. */
@Path("/api/rooms/{room}/messages/{messageId}/follow")
@Authenticated
@RunOnVirtualThread
class FollowResource {

    private final MessageAccess access;
    private final ThreadService threads;
    private final ActionLimit limit;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    FollowResource(
            MessageAccess access,
            ThreadService threads,
            ActionLimit limit,
            IdentityService identities,
            SecurityIdentity caller) {
        this.access = access;
        this.threads = threads;
        this.limit = limit;
        this.identities = identities;
        this.caller = caller;
    }

    /** Begins to follow a thread. */
    @PUT
    public void follow(@RestPath String room, @RestPath String messageId) {
        follow(room, messageId, true);
    }

    /** Stops to follow a thread. */
    @DELETE
    public void unfollow(@RestPath String room, @RestPath String messageId) {
        follow(room, messageId, false);
    }

    private void follow(String room, String messageId, boolean on) {
        UserIdentity user = identities.require(caller);
        limit.require(user);
        threads.follow(access.require(room, messageId, user, AccessMode.READ), on);
    }
}
