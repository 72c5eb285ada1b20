package dev.confab.chat.account;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** One's own account. */
@Path("/api/me")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Authenticated
@Tag(name = "Account")
class MeResource {
    private final LoginService logins;
    private final IdentityService identities;
    /** Of the current request. */
    private final SecurityIdentity identity;

    MeResource(LoginService logins, IdentityService identities, SecurityIdentity identity) {
        this.logins = logins;
        this.identities = identities;
        this.identity = identity;
    }

    @GET
    @Operation(summary = "Who am I")
    public UserView me() {
        return logins.user(session().user().id());
    }

    @POST
    @Path("/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(204)
    @Operation(
            summary = "Change one's own password",
            description = "Ends all other sign-ins and their sockets. Errors: bad_credentials, weak_password, "
                    + "rate_limited.")
    public void changePassword(PasswordChange body) {
        if (body == null) {
            throw new ConfabException(ErrorCode.INVALID_REQUEST, "A JSON object is required.");
        }
        AuthenticatedSession session = session();
        logins.changePassword(session.user().id(), session.sessionId(), body.currentPassword(), body.newPassword());
    }

    private AuthenticatedSession session() {
        AuthenticatedSession session = identities.session(identity);
        if (session == null) {
            throw new UnauthorizedException();
        }
        return session;
    }

    /** The old and the new password. */
    record PasswordChange(
            @Schema(required = true) @Nullable String currentPassword,

            @Schema(required = true, minLength = 8, maxLength = 128) @Nullable
            String newPassword) {
        @Override
        public String toString() {
            return "PasswordChange";
        }
    }
}
