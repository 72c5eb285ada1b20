package dev.confab.client.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeping order in rooms: who may be there, their settings, and what is reported. */
public final class ModerationApi {
    private static final String ROOMS = "api/rooms";
    private static final String REASON = "reason";
    private static final TypeReference<Page<RoomBan>> BAN_PAGE = new TypeReference<>() {};
    private static final TypeReference<Page<RoomReport>> REPORT_PAGE = new TypeReference<>() {};

    private final ApiSession session;

    ModerationApi(ApiSession session) {
        this.session = session;
    }

    /** Sends somebody out of a room; from a public one they may come back. */
    public void kick(String room, String username, @Nullable String reason) {
        session.call("POST", room(room, "members").segment(username).then("kick"), given(REASON, reason));
    }

    /** Sends somebody out who may not come back before {@code until}; null: until the ban is lifted. */
    public void ban(String room, String username, @Nullable String reason, @Nullable Instant until) {
        Map<String, Object> ban = given(REASON, reason);
        if (until != null) {
            ban.put("until", until.toString());
        }
        session.call("PUT", room(room, "bans").segment(username), ban);
    }

    public void unban(String room, String username) {
        session.call("DELETE", room(room, "bans").segment(username), null);
    }

    /** The bans that hold. */
    public List<RoomBan> bans(String room) {
        return session.call("GET", room(room, "bans"), null).as(BAN_PAGE).items();
    }

    /** Disconnects everyone; {@code archive}: and nobody may post until the room is opened again. */
    public void close(String room, String reason, boolean archive) {
        session.call("POST", room(room, "close"), Map.of(REASON, reason, "archive", archive));
    }

    public void reopen(String room) {
        session.call("POST", room(room, "reopen"), null);
    }

    /** Changes settings: {@code topic}, {@code visibility}, {@code slowModeSeconds} and so on; what is absent stays. */
    public Room change(String room, Map<String, @Nullable Object> settings) {
        Map<String, Object> written = new HashMap<>();
        // A null of its own kind, because nulls of maps are left out.
        settings.forEach((name, value) -> written.put(name, value == null ? NullNode.getInstance() : value));
        return session.call("PATCH", ApiPath.of(ROOMS, room), written).as(Room.class);
    }

    /** Invites one person. */
    public RoomInvitation invite(String room, String username) {
        return session.call("POST", room(room, "invitations"), Map.of("username", username))
                .as(RoomInvitation.class);
    }

    /** Makes a link that anybody may use. */
    public RoomInvitation link(String room, @Nullable Integer maxUses, @Nullable Integer expiresInHours) {
        Map<String, Object> link = given("maxUses", maxUses);
        link.putAll(given("expiresInHours", expiresInHours));
        return session.call("POST", room(room, "invitations"), link).as(RoomInvitation.class);
    }

    /** The open reports about messages of a room; of all rooms, for staff, without one. */
    public List<RoomReport> reports(@Nullable String room) {
        ApiPath path = room == null ? ApiPath.of("api/reports") : room(room, "reports");
        return session.call("GET", path.query("state", "open"), null)
                .as(REPORT_PAGE)
                .items();
    }

    /** Decides a report: {@code dismissed}, {@code message_deleted} or {@code user_banned}. */
    public void resolve(String report, String resolution, @Nullable String note) {
        Map<String, Object> decision = given("note", note);
        decision.put("resolution", resolution);
        session.call("POST", ApiPath.of("api/reports", report).then("resolve"), decision);
    }

    private static ApiPath room(String room, String part) {
        return ApiPath.of(ROOMS, room).then(part);
    }

    private static Map<String, Object> given(String field, @Nullable Object value) {
        Map<String, Object> fields = new HashMap<>();
        if (value != null) {
            fields.put(field, value);
        }
        return fields;
    }
}
