package dev.confab.notification.delivery;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.notification.inbox.CallerIdentity;
import dev.confab.notification.recipient.Recipient;
import dev.confab.notification.recipient.RecipientService;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Why a mail was sent or not. */
@Path("/api/notifications/{id}/delivery")
@Authenticated
@RunOnVirtualThread
@Tag(name = "notifications")
class DeliveryResource {
    private final DeliveryService deliveries;
    private final RecipientService recipients;
    private final CallerIdentity caller;

    DeliveryResource(DeliveryService deliveries, RecipientService recipients, CallerIdentity caller) {
        this.deliveries = deliveries;
        this.recipients = recipients;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "What became of a notification by e-mail, and why",
            description = "`user` (staff only) names the notification's recipient, if that is somebody else.")
    public DeliveryView get(@RestPath String id, @RestQuery @Nullable String user) {
        UUID notification = notificationId(id);
        UUID owner = caller.id();
        if (user != null) {
            caller.requireStaff();
            owner = recipients
                    .findByName(user)
                    .map(Recipient::userId)
                    .orElseThrow(() -> new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such user."));
        }
        return deliveries
                .find(owner, notification)
                .orElseThrow(() -> new ConfabException(ErrorCode.NOT_FOUND, "There is no such notification."));
    }

    private static UUID notificationId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException malformed) {
            throw ConfabException.invalid("id", "must be a UUID");
        }
    }
}
