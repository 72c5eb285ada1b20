package dev.confab.notification.error;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Fails in every way that a resource can. */
@Path("/failing")
@Produces(MediaType.APPLICATION_JSON)
public class FailingResource {
    static final String SECRET = "sentence with a secret in it";

    @GET
    @Operation(hidden = true)
    @Path("/limited")
    public String limited() {
        throw new ConfabException(ErrorCode.RATE_LIMITED, "Slow down.", Duration.ofMillis(1500));
    }

    @GET
    @Operation(hidden = true)
    @Path("/async")
    public Uni<String> async() {
        return Uni.createFrom().failure(new ConfabException(ErrorCode.ROOM_NOT_FOUND, "No such room."));
    }

    @GET
    @Operation(hidden = true)
    @Path("/defect")
    public String defect() {
        throw new IllegalStateException(SECRET);
    }

    @GET
    @Operation(hidden = true)
    @Path("/database-away")
    public String databaseAway() {
        throw new IllegalStateException(new SQLException("terminating connection", "57P01"));
    }

    @POST
    @Operation(hidden = true)
    @Path("/body")
    @Consumes(MediaType.APPLICATION_JSON)
    public String body(@Valid @NotNull Body body) {
        return "{\"name\":\"" + body.name() + "\"}";
    }

    @GET
    @Operation(hidden = true)
    @Path("/query")
    public String query(@QueryParam("limit") @Max(200) int limit) {
        return "{\"limit\":" + limit + "}";
    }

    @GET
    @Operation(hidden = true)
    @Path("/signed-in")
    @Authenticated
    public String signedIn() {
        return "{}";
    }

    @GET
    @Operation(hidden = true)
    @Path("/staff")
    @RolesAllowed("staff")
    public String staff() {
        return "{}";
    }

    /** A body with one field of each kind. */
    public record Body(@NotBlank String name, @Email String email, int count, boolean flag, List<@Valid Item> items) {}

    /** A nested object. */
    public record Item(@NotBlank String title) {}
}
