package dev.confab.chat.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.confab.chat.auth.Refreshed;
import dev.confab.chat.auth.SessionCookies;
import dev.confab.chat.auth.SessionTokenService;
import dev.confab.chat.auth.SignInService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.AuthenticatedSession;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Signing in and out. */
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@PermitAll
@Tag(name = "Authentication")
class AuthResource {
    private final LoginService logins;
    private final SignInService signIns;
    private final SessionTokenService sessionTokens;
    private final SessionCookies cookies;
    private final IdentityService identities;
    /** Of the current request. */
    private final SecurityIdentity identity;

    AuthResource(
            LoginService logins,
            SignInService signIns,
            SessionTokenService sessionTokens,
            SessionCookies cookies,
            IdentityService identities,
            SecurityIdentity identity) {
        this.logins = logins;
        this.signIns = signIns;
        this.sessionTokens = sessionTokens;
        this.cookies = cookies;
        this.identities = identities;
        this.identity = identity;
    }

    @POST
    @Path("/register")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create an account and sign in",
            description = "Also sets the cookies of a browser session. Errors: username_taken, email_taken, "
                    + "weak_password, rate_limited, invalid_request.")
    @APIResponse(
            responseCode = "201",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = Tokens.class)))
    public Response register(Registration body, @Context RoutingContext context) {
        Registration wanted = required(body);
        LoginService.SignedIn signedIn = logins.register(
                wanted.username(), wanted.email(), wanted.password(), ClientNetwork.of(context.request()));
        return answer(Response.Status.CREATED, signedIn, context);
    }

    @POST
    @Path("/login")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sign in with a password",
            description = "Also sets the cookies of a browser session. Errors: bad_credentials, banned, rate_limited, "
                    + "invalid_request.")
    @APIResponse(
            responseCode = "200",
            description = "Signed in",
            content = @Content(schema = @Schema(implementation = Tokens.class)))
    public Response login(Credentials body, @Context RoutingContext context) {
        Credentials credentials = required(body);
        LoginService.SignedIn signedIn =
                logins.login(credentials.username(), credentials.password(), ClientNetwork.of(context.request()));
        return answer(Response.Status.OK, signedIn, context);
    }

    @POST
    @Path("/refresh")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Exchange a refresh token for new tokens",
            description = "Each refresh token can be exchanged once. Using one again ends the whole sign-in, except "
                    + "within ten seconds when the response with its successor seems to have got lost. "
                    + "Error: not_authenticated.")
    @APIResponse(
            responseCode = "200",
            description = "New tokens",
            content = @Content(schema = @Schema(implementation = Tokens.class)))
    public Response refresh(RefreshRequest body) {
        String presented = required(body).refreshToken();
        if (presented == null) {
            throw ConfabException.invalid("refreshToken", "is required");
        }
        return switch (signIns.refresh(presented)) {
            case Refreshed.Tokens tokens ->
                uncached(
                        Response.Status.OK,
                        new Tokens(
                                tokens.accessToken(),
                                tokens.expiresIn().toSeconds(),
                                tokens.refreshToken(),
                                Person.of(logins.user(tokens.account().id()))));
            case Refreshed.Unknown() ->
                throw new ConfabException(ErrorCode.NOT_AUTHENTICATED, "The refresh token is not valid.");
            case Refreshed.Reused() ->
                throw new ConfabException(
                        ErrorCode.NOT_AUTHENTICATED,
                        "The refresh token was used before; the sign-in has been ended for safety.");
        };
    }

    @POST
    @Path("/token")
    @Operation(
            summary = "Get an access token for a browser session",
            description = "For pages that talk to another service, and for services that were shown a session cookie. "
                    + "Takes the cookie and the header X-CSRF-Token; a bearer token cannot be exchanged. "
                    + "Errors: not_authenticated, csrf_failed, banned.")
    @APIResponse(
            responseCode = "200",
            description = "An access token that ends with the session",
            content = @Content(schema = @Schema(implementation = AccessToken.class)))
    public Response token(@Context RoutingContext context) {
        SessionTokenService.SessionToken token = sessionTokens.of(ownSession(context));
        return uncached(
                Response.Status.OK,
                new AccessToken(token.accessToken(), token.expiresIn().toSeconds()));
    }

    /** The session whose cookie came with the request, proven to be sent by a page of ours. */
    private AuthenticatedSession ownSession(RoutingContext context) {
        AuthenticatedSession session = identities.session(identity);
        if (session == null) {
            ErrorCode failure = identities.failure(identity);
            ErrorCode reason = failure == null ? ErrorCode.NOT_AUTHENTICATED : failure;
            throw new ConfabException(reason, reason.title());
        }
        if (context.request().getHeader(HttpHeaders.AUTHORIZATION) != null) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Only a browser session gets a token here.");
        }
        return session;
    }

    @POST
    @Path("/logout")
    @ResponseStatus(204)
    @Operation(
            summary = "Sign out",
            description = "Ends the sign-in of the credential: its browser session, its tokens and its sockets. "
                    + "Nothing happens when it has ended already.")
    @APIResponse(responseCode = "204", description = "Signed out")
    public void logout(@Context RoutingContext context) {
        if (identities.failure(identity) == ErrorCode.CSRF_FAILED) {
            throw new ConfabException(ErrorCode.CSRF_FAILED, ErrorCode.CSRF_FAILED.title());
        }
        AuthenticatedSession session = identities.session(identity);
        if (session != null) {
            signIns.end(session.user().id(), session.sessionId());
        }
        cookies.clear(context);
    }

    private Response answer(Response.Status status, LoginService.SignedIn signedIn, RoutingContext context) {
        cookies.set(context, signedIn.tokens());
        return uncached(
                status,
                new Tokens(
                        signedIn.tokens().accessToken(),
                        signedIn.tokens().expiresIn().toSeconds(),
                        signedIn.tokens().refreshToken(),
                        Person.of(signedIn.user())));
    }

    private static Response uncached(Response.Status status, Object tokens) {
        return Response.status(status)
                .entity(tokens)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static <T> T required(@Nullable T body) {
        if (body == null) {
            throw new ConfabException(ErrorCode.INVALID_REQUEST, "A JSON object is required.");
        }
        return body;
    }

    /** A new account. */
    record Registration(
            @Schema(required = true, description = Username.RULE, examples = "ada") @Nullable
            String username,

            @Schema(required = true, examples = "ada@example.org") @Nullable
            String email,

            @Schema(required = true, minLength = 8, maxLength = 128) @Nullable
            String password) {
        @Override
        public String toString() {
            return "Registration";
        }
    }

    /** A username and its password. */
    record Credentials(
            @Schema(required = true) @Nullable String username,
            @Schema(required = true) @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials";
        }
    }

    /** The refresh token to exchange. */
    record RefreshRequest(@Schema(required = true) @Nullable String refreshToken) {
        @Override
        public String toString() {
            return "RefreshRequest";
        }
    }

    /** A token without anything to renew it. */
    record AccessToken(
            @Schema(description = "JWT for the Authorization header")
            String accessToken,

            @Schema(description = "Seconds until the access token expires")
            long expiresIn) {
        @Override
        public String toString() {
            return "AccessToken";
        }
    }

    /** What somebody gets who has signed in. */
    record Tokens(
            @Schema(description = "JWT for the Authorization header")
            String accessToken,

            @Schema(description = "Seconds until the access token expires")
            long expiresIn,

            @Schema(description = "Opaque; can be exchanged once for new tokens")
            String refreshToken,

            @JsonProperty("user") Person user) {
        @Override
        public String toString() {
            return "Tokens";
        }
    }

    /** Who has signed in. */
    record Person(UUID id, String username, @Nullable String email, List<String> roles) {
        static Person of(UserView user) {
            return new Person(user.id(), user.username(), user.email(), user.roles());
        }
    }
}
