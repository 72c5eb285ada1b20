package dev.confab.chat.draft;

import dev.confab.chat.action.ActionLimit;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The caller's draft of a room or thread, over REST. */
@Path("/api/rooms/{room}/draft")
@Authenticated
@RunOnVirtualThread
class DraftResource {

    private final DraftService service;
    private final ActionLimit limit;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    DraftResource(DraftService service, ActionLimit limit, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.limit = limit;
        this.identities = identities;
        this.caller = caller;
    }

    /** Saves what the caller has begun to write in a room or thread; an empty text deletes it. */
    @PUT
    public void save(@RestPath String room, @Nullable NewDraft draft) {
        if (draft == null) {
            throw ConfabException.invalid("text", "is missing");
        }
        UserIdentity user = identities.require(caller);
        limit.require(user);
        service.save(room, user, draft.text(), draft.threadId());
    }

    /** The text, and the message at the root of the thread that it is for. */
    record NewDraft(@Nullable String text, @Nullable String threadId) {}
}
