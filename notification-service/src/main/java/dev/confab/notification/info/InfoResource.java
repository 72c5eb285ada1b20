package dev.confab.notification.info;

import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.Role;
import dev.confab.common.identity.TokenTrustConfig;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.service.ServiceConfig;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Answers without touching anything, so it also tells that a service can be reached and whether it trusts a token. */
@Path("/api")
class InfoResource {
    private final ServiceConfig service;
    private final TokenTrustConfig trust;
    private final IdentityService identities;
    private final SecurityIdentity identity;

    InfoResource(ServiceConfig service, TokenTrustConfig trust, IdentityService identities, SecurityIdentity identity) {
        this.service = service;
        this.trust = trust;
        this.identities = identities;
        this.identity = identity;
    }

    @GET
    @Path("/info")
    @Operation(summary = "Name and version of this service, and whose tokens it accepts")
    public Info info() {
        return new Info(service.name(), service.version(), trust.issuer());
    }

    @GET
    @Path("/whoami")
    @Authenticated
    @Operation(summary = "The caller, as this service understands the access token")
    public Caller whoami() {
        UserIdentity user = identities.require(identity);
        return new Caller(user.id().toString(), user.username(), new TreeSet<>(Role.wireNames(user.roles())));
    }

    /**
     * The service.
     *
     * @param service its name
     * @param version its version
     * @param trustedIssuer whose access tokens it accepts
     */
    public record Info(String service, String version, String trustedIssuer) {}

    /**
     * Who is asking.
     *
     * @param id the account's id
     * @param username the account's name
     * @param roles what the account may do
     */
    public record Caller(String id, String username, SortedSet<String> roles) {}
}
