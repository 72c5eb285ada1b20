package dev.confab.chat.invitation;

import dev.confab.chat.paging.Page;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;

/** What the caller is invited to, over REST. */
@Path("/api/me/invitations")
@Authenticated
@RunOnVirtualThread
class MyInvitationResource {

    private final InvitationService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    MyInvitationResource(InvitationService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** The newest first. */
    @GET
    public Page<Invitation> list() {
        return new Page<>(service.ofUser(identities.require(caller)), null);
    }

    /** Joins the room. */
    @POST
    @Path("{id}/accept")
    public AcceptedInvitation accept(@RestPath UUID id) {
        return new AcceptedInvitation(service.accept(id, identities.require(caller)));
    }

    /** Does not. */
    @POST
    @Path("{id}/decline")
    public void decline(@RestPath UUID id) {
        service.decline(id, identities.require(caller));
    }
}
