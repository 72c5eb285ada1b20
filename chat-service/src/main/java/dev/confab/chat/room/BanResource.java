package dev.confab.chat.room;

import dev.confab.chat.paging.Page;
import dev.confab.chat.paging.QueryNumber;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who is banned from a room, over REST. For moderators. */
@Path("/api/rooms/{room}/bans")
@Authenticated
@RunOnVirtualThread
class BanResource {

    private static final int PAGE_SIZE = 1000;

    private final RoomAccess access;
    private final ModerationService service;
    private final BanRepository bans;
    private final IdentityService identities;
    private final SecurityIdentity caller;
    private final InstantSource clock;

    BanResource(
            RoomAccess access,
            ModerationService service,
            BanRepository bans,
            IdentityService identities,
            SecurityIdentity caller,
            InstantSource clock) {
        this.access = access;
        this.service = service;
        this.bans = bans;
        this.identities = identities;
        this.caller = caller;
        this.clock = clock;
    }

    /** The bans that hold now, by name. */
    @GET
    public Page<Ban> list(@RestPath String room, @RestQuery @Nullable String after, @RestQuery @Nullable String limit) {
        int size = QueryNumber.limit(limit, PAGE_SIZE, PAGE_SIZE);
        MemberCursor cursor = MemberCursor.parse(after);
        RoomRef ref = access.require(room, identities.require(caller), AccessMode.MODERATE);
        List<Ban> found = bans.page(ref.id(), clock.instant(), cursor.username(), size + 1);
        if (found.size() <= size) {
            return new Page<>(found, null);
        }
        List<Ban> page = found.subList(0, size);
        return new Page<>(page, new MemberCursor(page.getLast().username()).encoded());
    }

    /** Bans somebody (201) or changes the ban (200). */
    @PUT
    @Path("{username}")
    public RestResponse<Void> put(@RestPath String room, @RestPath String username, @Nullable NewBan ban) {
        boolean fresh = service.ban(
                room,
                username,
                ban == null ? null : ban.reason(),
                ban == null ? null : ban.until(),
                identities.require(caller));
        return RestResponse.status(fresh ? Response.Status.CREATED : Response.Status.OK);
    }

    /** Lifts a ban. */
    @DELETE
    @Path("{username}")
    public void remove(@RestPath String room, @RestPath String username) {
        service.unban(room, username, identities.require(caller));
    }

    /** Why, and until when; for ever when {@code until} is not given. */
    record NewBan(@Nullable String reason, @Nullable Instant until) {}
}
