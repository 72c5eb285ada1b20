package dev.confab.chat.web;

import dev.confab.chat.room.RoomName;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestCookie;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the frontend. All answer with the same shell; who is not signed in is sent to the sign-in page
 * and from there back. Opening a room creates nothing here: that a page is fetched (by a preview, by a crawler) is no
 * wish of its reader, so the application asks for the room itself.
 */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@NonBlocking
public class PageResource {

    private final IdentityService identities;
    private final CurrentIdentityAssociation caller;
    private final NotificationsAddress notifications;

    PageResource(IdentityService identities, CurrentIdentityAssociation caller, NotificationsAddress notifications) {
        this.identities = identities;
        this.caller = caller;
        this.notifications = notifications;
    }

    @GET
    @Operation(hidden = true)
    public Response lobby(@Context UriInfo uri, @RestCookie(Theme.COOKIE) @Nullable String theme) {
        return forUsers(uri, theme);
    }

    @GET
    @Path("search")
    @Operation(hidden = true)
    public Response search(@Context UriInfo uri, @RestCookie(Theme.COOKIE) @Nullable String theme) {
        return forUsers(uri, theme);
    }

    @GET
    @Path("rooms/{room}")
    @Operation(hidden = true)
    public Response room(
            @Context UriInfo uri, @RestPath String room, @RestCookie(Theme.COOKIE) @Nullable String theme) {
        if (RoomName.parse(room).isEmpty()) {
            throw new NotFoundException();
        }
        return forUsers(uri, theme);
    }

    /** The page of an invitation by a link. The secret part of its address never comes here: it follows a {@code #}. */
    @GET
    @Path("invitations")
    @Operation(hidden = true)
    public Response invitation(@Context UriInfo uri, @RestCookie(Theme.COOKIE) @Nullable String theme) {
        return forUsers(uri, theme);
    }

    /** What only staff see; to others it does not exist. */
    @GET
    @Path("{page:admin|admin/reports}")
    @Operation(hidden = true)
    public Response administration(@Context UriInfo uri, @RestCookie(Theme.COOKIE) @Nullable String theme) {
        UserIdentity user = identities.current(caller.getIdentity());
        if (user != null && !user.isStaff()) {
            throw new NotFoundException();
        }
        return forUsers(uri, theme);
    }

    @GET
    @Path("{page:login|register}")
    @Operation(hidden = true)
    public Response account(@RestQuery @Nullable String next, @RestCookie(Theme.COOKIE) @Nullable String theme) {
        return signedIn() ? Response.seeOther(LocalPath.parse(next).uri()).build() : shell(theme);
    }

    private Response forUsers(UriInfo uri, @Nullable String theme) {
        if (signedIn()) {
            return shell(theme);
        }
        String query = uri.getRequestUri().getRawQuery();
        String path = uri.getRequestUri().getRawPath() + (query == null ? "" : "?" + query);
        return Response.seeOther(LocalPath.parse(path).login()).build();
    }

    private boolean signedIn() {
        return identities.current(caller.getIdentity()) != null;
    }

    private Response shell(@Nullable String theme) {
        TemplateInstance page = new ShellPage(Theme.of(theme).wireName(), notifications.base());
        return Response.ok(page).build();
    }
}
