package dev.confab.chat.scheduled;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The caller's scheduled messages over REST. */
@Path("/api/me/scheduled")
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

    /** What waits, and what failed, by time. */
    @GET
    public ScheduledMessages list() {
        return new ScheduledMessages(service.list(identities.require(caller)).stream()
                .map(ScheduledMessageView::of)
                .toList());
    }

    /** Changes text or time. */
    @PATCH
    @Path("/{id}")
    public ScheduledMessageView change(@RestPath String id, @Nullable Change change) {
        if (change == null || (change.text() == null && change.sendAt() == null)) {
            throw ConfabException.invalid("sendAt", "there is nothing to change");
        }
        return ScheduledMessageView.of(
                service.change(parsed(id), identities.require(caller), change.text(), change.sendAt()));
    }

    /** Takes it back. */
    @DELETE
    @Path("/{id}")
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
