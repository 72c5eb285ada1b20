package dev.confab.chat.thread;

import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.paging.QueryNumber;
import dev.confab.chat.room.AccessMode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A thread over REST. */
@Path("/api/rooms/{room}/messages/{messageId}/thread")
@Authenticated
@RunOnVirtualThread
class ThreadResource {

    private static final int PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 200;

    private final MessageAccess access;
    private final ThreadService threads;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ThreadResource(MessageAccess access, ThreadService threads, IdentityService identities, SecurityIdentity caller) {
        this.access = access;
        this.threads = threads;
        this.identities = identities;
        this.caller = caller;
    }

    /** A thread with its first replies, or those behind {@code after}. */
    @GET
    public ThreadView view(
            @RestPath String room,
            @RestPath String messageId,
            @RestQuery @Nullable String after,
            @RestQuery("limit") @Nullable String size) {
        int items = QueryNumber.limit(size, PAGE_SIZE, MAX_PAGE_SIZE);
        long start = QueryNumber.parse("after", after, 0, Long.MAX_VALUE, 0);
        return threads.view(access.require(room, messageId, identities.require(caller), AccessMode.READ), start, items);
    }

    /** Moves how far the caller has read a thread forward; never back. */
    @POST
    @Path("read")
    public void read(@RestPath String room, @RestPath String messageId, @Nullable NewPosition position) {
        UserIdentity user = identities.require(caller);
        if (position == null || position.seq() == null) {
            throw ConfabException.invalid("seq", "is missing");
        }
        threads.read(access.require(room, messageId, user, AccessMode.READ), position.seq());
    }

    /** How far the caller has read. */
    record NewPosition(@Nullable Long seq) {}
}
