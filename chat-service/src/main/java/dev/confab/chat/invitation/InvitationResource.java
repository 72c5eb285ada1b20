package dev.confab.chat.invitation;

import dev.confab.chat.paging.Page;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Invitations into a room over REST. For moderators. */
@Path("/api/rooms/{room}/invitations")
@Authenticated
@RunOnVirtualThread
class InvitationResource {

    private final InvitationService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    InvitationResource(InvitationService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** The invitations that can be used, the newest first; codes of links are not shown again. */
    @GET
    public Page<Invitation> list(@RestPath String room) {
        return new Page<>(service.ofRoom(room, identities.require(caller)), null);
    }

    /** Invites one person (201; 200 when that person is invited already), or makes a link (201). */
    @POST
    public RestResponse<Invitation> invite(@RestPath String room, @Nullable NewInvitation wanted) {
        UserIdentity host = identities.require(caller);
        if (wanted != null && wanted.username() != null) {
            if (wanted.maxUses() != null || wanted.expiresInHours() != null) {
                throw ConfabException.invalid("username", "cannot be combined with 'maxUses' or 'expiresInHours'");
            }
            InvitationService.Made made = service.invite(room, wanted.username(), host);
            return RestResponse.status(made.fresh() ? Response.Status.CREATED : Response.Status.OK, made.invitation());
        }
        Integer maxUses = wanted == null ? null : wanted.maxUses();
        Integer hours = wanted == null ? null : wanted.expiresInHours();
        return RestResponse.status(Response.Status.CREATED, service.link(room, maxUses, hours, host));
    }

    /** Takes an invitation back. */
    @DELETE
    @Path("{id}")
    public void withdraw(@RestPath String room, @RestPath UUID id) {
        service.withdraw(room, id, identities.require(caller));
    }

    /** Whom to invite; without a name a link is made, which ends after seven days unless it says otherwise. */
    record NewInvitation(
            @Nullable String username,
            @Nullable Integer maxUses,
            @Nullable Integer expiresInHours) {}
}
