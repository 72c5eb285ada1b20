package dev.confab.chat.search;

import dev.confab.chat.action.ActionLimit;
import dev.confab.chat.paging.QueryNumber;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Search over REST. */
@Path("/api/search")
@Authenticated
@RunOnVirtualThread
class SearchResource {

    private static final int PAGE_SIZE = 20;
    private static final int MAX_PAGE_SIZE = 100;

    private final RoomAccess access;
    private final SearchService search;
    private final ActionLimit limit;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    SearchResource(
            RoomAccess access,
            SearchService search,
            ActionLimit limit,
            IdentityService identities,
            SecurityIdentity caller) {
        this.access = access;
        this.search = search;
        this.limit = limit;
        this.identities = identities;
        this.caller = caller;
    }

    /**
     * Messages that contain the words of {@code q}, newest first, of all rooms that the caller may read: only of
     * {@code room}, only by {@code from} (a username), only from {@code after} on or before {@code before} (dates or times).
     */
    @GET
    public SearchPage find(
            @RestQuery @Nullable String q,
            @RestQuery @Nullable String room,
            @RestQuery @Nullable String from,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String before,
            @RestQuery("limit") @Nullable String size,
            @RestQuery @Nullable String cursor) {
        UserIdentity user = identities.require(caller);
        SearchRequest request = SearchRequest.of(q, from, after, before, cursor);
        int items = QueryNumber.limit(size, PAGE_SIZE, MAX_PAGE_SIZE);
        limit.require(user);
        Optional<RoomRef> only = Optional.ofNullable(room).map(name -> access.require(name, user, AccessMode.READ));
        return search.find(request, only, user, items);
    }
}
