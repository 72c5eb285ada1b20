package dev.confab.chat.thread;

import dev.confab.chat.paging.Page;
import dev.confab.chat.paging.QueryNumber;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The threads that the caller follows over REST. */
@Path("/api/me/threads")
@Authenticated
@RunOnVirtualThread
class FollowedThreadsResource {

    private static final int PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 200;

    private final ThreadService threads;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    FollowedThreadsResource(ThreadService threads, IdentityService identities, SecurityIdentity caller) {
        this.threads = threads;
        this.identities = identities;
        this.caller = caller;
    }

    /** The threads that the caller follows, the one with the newest reply first. */
    @GET
    public Page<FollowedThread> followed(@RestQuery @Nullable String after, @RestQuery("limit") @Nullable String size) {
        int items = QueryNumber.limit(size, PAGE_SIZE, MAX_PAGE_SIZE);
        return threads.followed(identities.require(caller), ThreadCursor.parse(after), items);
    }
}
