package dev.confab.notification.inbox;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.notification.recipient.Recipient;
import dev.confab.notification.recipient.RecipientService;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Notifications over REST: the caller's own, and for staff anybody's to look at. */
@Path("/api/notifications")
@Authenticated
@RunOnVirtualThread
@Tag(name = "notifications")
class NotificationResource {
    private static final int PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 200;
    private static final int MAX_IDS = 500;

    private final InboxService inboxes;
    private final RecipientService recipients;
    private final CallerIdentity caller;

    NotificationResource(InboxService inboxes, RecipientService recipients, CallerIdentity caller) {
        this.inboxes = inboxes;
        this.recipients = recipients;
        this.caller = caller;
    }

    /** How many notifications are unread. */
    public record Unread(long unread) {}

    /**
     * Which notifications to mark as read; exactly one of the two.
     *
     * @param ids at most 500; those that are not the caller's are passed over
     * @param all true: all there are
     */
    public record Which(
            @Nullable List<@Nullable UUID> ids, @Nullable Boolean all) {}

    @GET
    @Operation(
            summary = "A page of notifications, newest first",
            description = "`before` is the `next` of the page before it; `unread=true` leaves out what is read;"
                    + " `user` (staff only) names somebody else.")
    public NotificationPage list(
            @RestQuery @Nullable String unread,
            @RestQuery @Nullable String before,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String user) {
        return inboxes.page(
                owner(user),
                unread != null && flag("unread", unread),
                before == null ? null : id("before", before),
                limit == null ? PAGE_SIZE : size(limit));
    }

    @GET
    @Path("unread")
    @Operation(summary = "How many notifications are unread")
    public Unread unread() {
        return new Unread(inboxes.unread(caller.id()));
    }

    @POST
    @Path("{id}/read")
    @Operation(summary = "Marks one notification as read")
    public void read(@RestPath String id) {
        inboxes.read(caller.id(), id("id", id));
    }

    @POST
    @Path("read")
    @Operation(summary = "Marks many or all notifications as read; answers how many are unread then")
    public Unread readMany(@Nullable Which which) {
        boolean all = which != null && Boolean.TRUE.equals(which.all());
        List<@Nullable UUID> ids = which == null ? null : which.ids();
        if (all == (ids != null)) {
            throw ConfabException.invalid("ids", "give either these or all=true");
        }
        return new Unread(all || ids == null ? inboxes.readAll(caller.id()) : inboxes.read(caller.id(), checked(ids)));
    }

    private UUID owner(@Nullable String user) {
        if (user == null) {
            return caller.id();
        }
        caller.requireStaff();
        return recipients
                .findByName(user)
                .map(Recipient::userId)
                .orElseThrow(() -> new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such user."));
    }

    private static Set<UUID> checked(List<@Nullable UUID> ids) {
        Set<UUID> checked = new HashSet<>();
        for (UUID id : ids) {
            if (id == null) {
                throw ConfabException.invalid("ids", "must not hold null");
            }
            checked.add(id);
        }
        if (checked.size() > MAX_IDS) {
            throw ConfabException.invalid("ids", "at most " + MAX_IDS);
        }
        return checked;
    }

    private static boolean flag(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ConfabException.invalid(name, "must be true or false");
        };
    }

    private static UUID id(String name, String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException malformed) {
            throw ConfabException.invalid(name, "must be a UUID");
        }
    }

    private static int size(String limit) {
        try {
            int size = Integer.parseInt(limit);
            if (size >= 1 && size <= MAX_PAGE_SIZE) {
                return size;
            }
        } catch (NumberFormatException notANumber) {
            // Refused below, like a number out of range.
        }
        throw ConfabException.invalid("limit", "must be a whole number from 1 to " + MAX_PAGE_SIZE);
    }
}
