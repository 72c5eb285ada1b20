package dev.confab.chat.lobby;

import dev.confab.chat.paging.Page;
import dev.confab.chat.paging.QueryNumber;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomDeletionService;
import dev.confab.chat.room.RoomKind;
import dev.confab.chat.room.RoomName;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.RoomService;
import dev.confab.chat.room.RoomSettings;
import dev.confab.chat.room.RoomSettingsService;
import dev.confab.chat.room.RoomsConfig;
import dev.confab.chat.room.Visibility;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import dev.confab.common.identity.UserIdentity;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Rooms over REST. */
@Path("/api/rooms")
@Authenticated
@RunOnVirtualThread
class RoomResource {

    private static final int MAX_PAGE_SIZE = 200;

    private final LobbyService lobby;
    private final RoomAccess access;
    private final RoomService rooms;
    private final RoomDeletionService deletion;
    private final RoomSettingsService settings;
    private final RoomsConfig config;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    RoomResource(
            LobbyService lobby,
            RoomAccess access,
            RoomService rooms,
            RoomDeletionService deletion,
            RoomSettingsService settings,
            RoomsConfig config,
            IdentityService identities,
            SecurityIdentity caller) {
        this.lobby = lobby;
        this.access = access;
        this.rooms = rooms;
        this.deletion = deletion;
        this.settings = settings;
        this.config = config;
        this.identities = identities;
        this.caller = caller;
    }

    /**
     * The rooms that the caller may see, newest activity first; {@code q} is a part of the name, {@code kind} one or more
     * of {@code channel,direct,group}.
     */
    @GET
    public Page<LobbyRoom> list(
            @RestQuery @Nullable String q,
            @RestQuery @Nullable String kind,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String limit) {
        int size = QueryNumber.limit(limit, config.pageSize(), MAX_PAGE_SIZE);
        return lobby.page(identities.require(caller), q, kinds(kind), after, size);
    }

    private static Set<RoomKind> kinds(@Nullable String names) {
        if (names == null) {
            return EnumSet.allOf(RoomKind.class);
        }
        Set<RoomKind> kinds = EnumSet.noneOf(RoomKind.class);
        for (String name : names.split(",", -1)) {
            kinds.add(RoomKind.ofWireName(name)
                    .orElseThrow(() -> ConfabException.invalid("kind", "must be of 'channel', 'direct' and 'group'")));
        }
        return kinds;
    }

    /** Creates a room; the creator of a private one becomes its owner. */
    @POST
    public RestResponse<LobbyRoom> create(@Nullable NewRoom wanted) {
        UserIdentity creator = identities.require(caller);
        RoomName name = RoomName.require(wanted == null ? null : wanted.name());
        Visibility visibility = Optional.ofNullable(wanted)
                .map(NewRoom::visibility)
                .map(text -> Visibility.ofWireName(text)
                        .orElseThrow(() -> ConfabException.invalid("visibility", "must be 'public' or 'private'")))
                .orElse(Visibility.PUBLIC);
        RoomRef room = rooms.create(name, visibility, creator)
                .orElseThrow(() -> new ConfabException(ErrorCode.ROOM_EXISTS, "There is a room of that name."));
        return created(creator, room);
    }

    /** The room, created as a public one if it was not there: 201 when it was created now, else 200. */
    @PUT
    @Path("{room}")
    public RestResponse<LobbyRoom> open(@RestPath String room) {
        UserIdentity user = identities.require(caller);
        RoomName name = RoomName.require(room);
        return access.find(name, user)
                .map(ref -> RestResponse.ok(lobby.room(user, ref)))
                .orElseGet(() -> rooms.create(name, Visibility.PUBLIC, user)
                        .map(ref -> created(user, ref))
                        // Somebody was faster, or the name belongs to a private room.
                        .orElseGet(
                                () -> RestResponse.ok(lobby.room(user, access.require(room, user, AccessMode.JOIN)))));
    }

    /** One room. */
    @GET
    @Path("{room}")
    public LobbyRoom get(@RestPath String room) {
        UserIdentity user = identities.require(caller);
        return lobby.room(user, access.require(room, user, AccessMode.READ));
    }

    /** Changes settings of a room; what is absent stays. For owners and staff, the slow mode also for moderators. */
    @PATCH
    @Path("{room}")
    public LobbyRoom change(@RestPath String room, @Nullable RoomSettings wanted) {
        if (wanted == null) {
            throw ConfabException.invalid("body", "is missing");
        }
        UserIdentity user = identities.require(caller);
        return lobby.room(user, settings.change(room, wanted, user));
    }

    /** Deletes a room with all that was said in it. For its owners and staff. */
    @DELETE
    @Path("{room}")
    public void delete(@RestPath String room) {
        deletion.delete(room, identities.require(caller));
    }

    private RestResponse<LobbyRoom> created(UserIdentity creator, RoomRef room) {
        return RestResponse.status(Response.Status.CREATED, lobby.room(creator, room));
    }

    /** A room to be created; {@code visibility} is {@code public} when it is not given. */
    record NewRoom(@Nullable String name, @Nullable String visibility) {}
}
