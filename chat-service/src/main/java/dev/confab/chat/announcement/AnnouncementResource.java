package dev.confab.chat.announcement;

import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Announcements over REST. */
@Path("/api/rooms/{room}/announcements")
@Authenticated
@RunOnVirtualThread
class AnnouncementResource {

    private final AnnouncementService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    AnnouncementResource(AnnouncementService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Announces: 201, or 200 with the first result for a {@code clientMessageId} that was used before. */
    @POST
    public RestResponse<Announced> announce(@RestPath String room, @Nullable NewAnnouncement announcement) {
        if (announcement == null) {
            throw ConfabException.invalid("title", "is missing");
        }
        Announced stored = service.announce(
                room,
                identities.require(caller),
                announcement.title(),
                announcement.text(),
                announcement.clientMessageId());
        return RestResponse.status(stored.duplicate() ? Response.Status.OK : Response.Status.CREATED, stored);
    }

    /** What is to be announced; {@code clientMessageId} makes repeating safe. */
    record NewAnnouncement(
            @Nullable String title,
            @Nullable String text,
            @Nullable String clientMessageId) {}
}
