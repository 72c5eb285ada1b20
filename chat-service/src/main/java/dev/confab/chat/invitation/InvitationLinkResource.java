package dev.confab.chat.invitation;

import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** Using links over REST. */
@Path("/api/invitations")
@Authenticated
@RunOnVirtualThread
class InvitationLinkResource {

    private final InvitationService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    InvitationLinkResource(InvitationService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Joins the room of a link. The code is a secret, so it travels in the body, which nobody logs. */
    @POST
    @Path("accept")
    public AcceptedInvitation accept(@Nullable UsedLink link) {
        if (link == null || link.code() == null) {
            throw ConfabException.invalid("code", "is missing");
        }
        return new AcceptedInvitation(service.acceptCode(link.code(), identities.require(caller)));
    }

    /** To what a link invites, for whoever holds it; uses nothing up. */
    @POST
    @Path("show")
    public ShownInvitation show(@Nullable UsedLink link) {
        if (link == null || link.code() == null) {
            throw ConfabException.invalid("code", "is missing");
        }
        return service.show(link.code(), identities.require(caller));
    }

    /** What the link says. */
    record UsedLink(@Nullable String code) {}
}
