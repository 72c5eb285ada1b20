package dev.confab.chat.auth;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Publishes the keys with which other services verify access tokens. */
@Path("/.well-known/jwks.json")
@Tag(name = "Authentication")
class JwksResource {
    private final SigningKeyService keys;

    JwksResource(SigningKeyService keys) {
        this.keys = keys;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @PermitAll
    @NonBlocking
    @Operation(
            summary = "The public keys of access tokens",
            description = "A JWK set (RFC 7517). Can be kept for five minutes.")
    public Response jwks() {
        return Response.ok(keys.keys().jwks())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
                .build();
    }
}
