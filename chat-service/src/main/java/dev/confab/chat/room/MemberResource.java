package dev.confab.chat.room;

import dev.confab.chat.paging.Page;
import dev.confab.chat.paging.QueryNumber;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who has a role in a room, over REST. */
@Path("/api/rooms/{room}/members")
@Authenticated
@RunOnVirtualThread
class MemberResource {

    private static final int PAGE_SIZE = 1000;

    private final RoomAccess access;
    private final MemberService service;
    private final ModerationService moderation;
    private final MemberRepository members;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    MemberResource(
            RoomAccess access,
            MemberService service,
            ModerationService moderation,
            MemberRepository members,
            IdentityService identities,
            SecurityIdentity caller) {
        this.access = access;
        this.service = service;
        this.moderation = moderation;
        this.members = members;
        this.identities = identities;
        this.caller = caller;
    }

    /** The members by name; of a public room those to whom somebody gave a role. */
    @GET
    public Page<Member> list(
            @RestPath String room, @RestQuery @Nullable String after, @RestQuery @Nullable String limit) {
        int size = QueryNumber.limit(limit, PAGE_SIZE, PAGE_SIZE);
        MemberCursor cursor = MemberCursor.parse(after);
        RoomRef ref = access.require(room, identities.require(caller), AccessMode.READ);
        List<Member> found = members.page(ref.id(), cursor.username(), size + 1);
        if (found.size() <= size) {
            return new Page<>(found, null);
        }
        List<Member> page = found.subList(0, size);
        return new Page<>(page, new MemberCursor(page.getLast().username()).encoded());
    }

    /** Makes somebody a member (201) or changes the role of a member (200). */
    @PUT
    @Path("{username}")
    public RestResponse<MembershipChange> put(
            @RestPath String room, @RestPath String username, @Nullable MembershipChange change) {
        MemberRole role = MemberRole.ofWireName(change == null ? null : change.role())
                .orElseThrow(
                        () -> ConfabException.invalid("role", "must be 'owner', 'moderator', 'member' or 'read_only'"));
        boolean added = service.put(room, username, role, identities.require(caller));
        return RestResponse.status(
                added ? Response.Status.CREATED : Response.Status.OK, new MembershipChange(role.wireName()));
    }

    /** Ends a membership; members may end their own. */
    @DELETE
    @Path("{username}")
    public void remove(@RestPath String room, @RestPath String username) {
        UserIdentity actor = identities.require(caller);
        service.remove(room, username, actor);
    }

    /** Sends somebody out of the room. For moderators. */
    @POST
    @Path("{username}/kick")
    public void kick(@RestPath String room, @RestPath String username, @Nullable Kick kick) {
        moderation.kick(room, username, kick == null ? null : kick.reason(), identities.require(caller));
    }

    /** Why somebody is sent out. */
    record Kick(@Nullable String reason) {}

    /** What a membership shall be, or has become. */
    record MembershipChange(@Nullable String role) {}
}
