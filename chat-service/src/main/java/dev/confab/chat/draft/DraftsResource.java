package dev.confab.chat.draft;

import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** All drafts of the caller, over REST. */
@Path("/api/me/drafts")
@Authenticated
@RunOnVirtualThread
class DraftsResource {

    private final DraftService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    DraftsResource(DraftService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** All drafts, the newest first. */
    @GET
    public Drafts list() {
        return new Drafts(service.list(identities.require(caller)));
    }

    /** The drafts. */
    record Drafts(List<SavedDraft> items) {}
}
