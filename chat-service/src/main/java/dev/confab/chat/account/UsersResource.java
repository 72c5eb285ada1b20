package dev.confab.chat.account;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The administration of accounts, for staff. */
@Path("/api/users")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed("staff")
@Tag(name = "Users (staff)")
class UsersResource {
    private static final int MAX_LIMIT = 200;

    private final AdministrationService administration;
    private final IdentityService identities;
    /** Of the current request. */
    private final SecurityIdentity identity;

    UsersResource(AdministrationService administration, IdentityService identities, SecurityIdentity identity) {
        this.administration = administration;
        this.identities = identities;
        this.identity = identity;
    }

    @GET
    @Operation(summary = "List accounts", description = "In the order of their names, a page at a time.")
    public AdministrationService.Page list(
            @Parameter(description = "Beginning of the username or of the e-mail address") @RestQuery @Nullable
                    String q,
            @Parameter(description = "The `next` of the page before") @RestQuery @Nullable String after,
            @RestQuery @DefaultValue("50") int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ConfabException.invalid("limit", "must be 1 to " + MAX_LIMIT);
        }
        return administration.list(q, after, limit);
    }

    @GET
    @Path("/{username}")
    @Operation(summary = "One account")
    public AccountView get(@RestPath String username) {
        return administration.get(username);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(summary = "Create an account for somebody", description = "`email` and `roles` can be left out.")
    public AccountView create(NewUser body) {
        NewUser wanted = required(body);
        Set<Role> roles = wanted.roles() == null ? Set.of(Role.USER) : roles(wanted.roles());
        return administration.create(wanted.username(), wanted.email(), wanted.password(), roles);
    }

    @PUT
    @Path("/{username}/roles")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Set the roles",
            description = "`user` is always included. A change ends the sign-ins of the account. Errors: forbidden "
                    + "(demoting oneself), conflict (the last of the staff).")
    public AccountView setRoles(@RestPath String username, RoleSet body) {
        return administration.setRoles(username, roles(required(body).roles()), caller());
    }

    @POST
    @Path("/{username}/ban")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ban an account",
            description = "Ends its sign-ins and sockets. The reason is told to its owner. Errors: forbidden (banning "
                    + "oneself), conflict (the last of the staff).")
    public AccountView ban(@RestPath String username, Ban body) {
        return administration.ban(username, required(body).reason(), caller());
    }

    @DELETE
    @Path("/{username}/ban")
    @Operation(summary = "Lift a ban")
    public AccountView unban(@RestPath String username) {
        return administration.unban(username);
    }

    @POST
    @Path("/{username}/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(204)
    @Operation(summary = "Set a new password", description = "Ends all sign-ins of the account.")
    public void setPassword(@RestPath String username, NewPassword body) {
        administration.setPassword(username, required(body).newPassword());
    }

    @DELETE
    @Path("/{username}")
    @ResponseStatus(204)
    @Operation(
            summary = "Delete an account",
            description =
                    "Ends its sign-ins and sockets and frees its name; its messages stay under that name. Private "
                            + "rooms that lose their only owner get the member who is there longest. Errors: forbidden "
                            + "(deleting oneself), conflict (the last of the staff).")
    public void delete(@RestPath String username) {
        administration.delete(username, caller());
    }

    private UserIdentity caller() {
        UserIdentity caller = identities.current(identity);
        if (caller == null) {
            throw new UnauthorizedException();
        }
        return caller;
    }

    private static Set<Role> roles(@Nullable List<String> names) {
        if (names == null) {
            throw ConfabException.invalid("roles", "is required");
        }
        Set<Role> roles = EnumSet.of(Role.USER);
        for (@Nullable String name : names) {
            roles.add(Role.ofWireName(String.valueOf(name))
                    .orElseThrow(() -> ConfabException.invalid("roles", "can be 'user' and 'staff'")));
        }
        return roles;
    }

    private static <T> T required(@Nullable T body) {
        if (body == null) {
            throw new ConfabException(ErrorCode.INVALID_REQUEST, "A JSON object is required.");
        }
        return body;
    }

    /** An account for somebody else. */
    record NewUser(
            @Schema(required = true, description = Username.RULE) @Nullable
            String username,

            @Nullable String email,

            @Schema(required = true, minLength = 8, maxLength = 128) @Nullable
            String password,

            @Schema(description = "`user`, `staff`") @Nullable
            List<String> roles) {
        @Override
        public String toString() {
            return "NewUser";
        }
    }

    /** The roles that an account shall have. */
    record RoleSet(@Schema(required = true) @Nullable List<String> roles) {}

    /** Why somebody is banned. */
    record Ban(
            @Schema(required = true, maxLength = 500) @Nullable
            String reason) {}

    /** A new password. */
    record NewPassword(
            @Schema(required = true, minLength = 8, maxLength = 128) @Nullable
            String newPassword) {
        @Override
        public String toString() {
            return "NewPassword";
        }
    }
}
