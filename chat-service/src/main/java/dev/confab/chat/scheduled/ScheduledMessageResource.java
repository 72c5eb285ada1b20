package dev.confab.chat.scheduled;

import dev.confab.chat.scheduled.ScheduledMessageService.Wanted;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The caller's scheduled messages over REST. */
@Path("/api")
@Authenticated
@RunOnVirtualThread
class ScheduledMessageResource {

    private final ScheduledMessageService service;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ScheduledMessageResource(ScheduledMessageService service, IdentityService identities, SecurityIdentity caller) {
        this.service = service;
        this.identities = identities;
        this.caller = caller;
    }

    /** Schedules a message. */
    @POST
    @Path("/rooms/{room}/scheduled")
    public RestResponse<ScheduledMessageView> schedule(@RestPath String room, @Nullable Wanted wanted) {
        if (wanted == null) {
            throw ConfabException.invalid("text", "is missing");
        }
        return RestResponse.status(
                Response.Status.CREATED,
                ScheduledMessageView.of(service.schedule(room, identities.require(caller), wanted)));
    }

    /** What waits, and what failed, by time. */
    @GET
    @Path("/me/scheduled")
    public ScheduledMessages list() {
        return new ScheduledMessages(service.list(identities.require(caller)).stream()
                .map(ScheduledMessageView::of)
                .toList());
    }

    /** Changes text or time. */
    @PATCH
    @Path("/me/scheduled/{id}")
    public ScheduledMessageView change(@RestPath String id, @Nullable Change change) {
        if (change == null || (change.text() == null && change.sendAt() == null)) {
            throw ConfabException.invalid("sendAt", "there is nothing to change");
        }
        return ScheduledMessageView.of(
                service.change(parsed(id), identities.require(caller), change.text(), change.sendAt()));
    }

    /** Takes it back. */
    @DELETE
    @Path("/me/scheduled/{id}")
    public void cancel(@RestPath String id) {
        service.cancel(parsed(id), identities.require(caller));
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException noId) {
            throw new ConfabException(ErrorCode.NOT_FOUND, "There is no such scheduled message.");
        }
    }

    /** The messages. */
    record ScheduledMessages(List<ScheduledMessageView> items) {}

    /** What is to be different. */
    record Change(@Nullable String text, @Nullable Instant sendAt) {}
}
