package dev.confab.chat.thread;

import dev.confab.chat.action.ActionLimit;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.paging.Page;
import dev.confab.chat.paging.QueryNumber;
import dev.confab.chat.room.AccessMode;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Threads over REST. */
@Path("/api")
@Authenticated
@RunOnVirtualThread
class ThreadResource {

    private static final int PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 200;

    private final MessageAccess access;
    private final ThreadService threads;
    private final ActionLimit limit;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ThreadResource(
            MessageAccess access,
            ThreadService threads,
            ActionLimit limit,
            IdentityService identities,
            SecurityIdentity caller) {
        this.access = access;
        this.threads = threads;
        this.limit = limit;
        this.identities = identities;
        this.caller = caller;
    }

    /** A thread with its first replies, or those behind {@code after}. */
    @GET
    @Path("rooms/{room}/messages/{messageId}/thread")
    public ThreadView view(
            @RestPath String room,
            @RestPath String messageId,
            @RestQuery @Nullable String after,
            @RestQuery("limit") @Nullable String size) {
        int items = QueryNumber.limit(size, PAGE_SIZE, MAX_PAGE_SIZE);
        long start = QueryNumber.parse("after", after, 0, Long.MAX_VALUE, 0);
        return threads.view(access.require(room, messageId, identities.require(caller), AccessMode.READ), start, items);
    }

    /** The threads that the caller follows, the one with the newest reply first. */
    @GET
    @Path("me/threads")
    public Page<FollowedThread> followed(@RestQuery @Nullable String after, @RestQuery("limit") @Nullable String size) {
        int items = QueryNumber.limit(size, PAGE_SIZE, MAX_PAGE_SIZE);
        return threads.followed(identities.require(caller), ThreadCursor.parse(after), items);
    }

    /** Begins to follow a thread. */
    @PUT
    @Path("rooms/{room}/messages/{messageId}/follow")
    public void follow(@RestPath String room, @RestPath String messageId) {
        follow(room, messageId, true);
    }

    /** Stops to follow a thread. */
    @DELETE
    @Path("rooms/{room}/messages/{messageId}/follow")
    public void unfollow(@RestPath String room, @RestPath String messageId) {
        follow(room, messageId, false);
    }

    /** Moves how far the caller has read a thread forward; never back. */
    @POST
    @Path("rooms/{room}/messages/{messageId}/thread/read")
    public void read(@RestPath String room, @RestPath String messageId, @Nullable NewPosition position) {
        UserIdentity user = identities.require(caller);
        if (position == null || position.seq() == null) {
            throw ConfabException.invalid("seq", "is missing");
        }
        threads.read(access.require(room, messageId, user, AccessMode.READ), position.seq());
    }

    private void follow(String room, String messageId, boolean on) {
        UserIdentity user = identities.require(caller);
        limit.require(user);
        threads.follow(access.require(room, messageId, user, AccessMode.READ), on);
    }

    /** How far the caller has read. */
    record NewPosition(@Nullable Long seq) {}
}
