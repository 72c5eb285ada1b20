package dev.confab.client.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rooms, their messages, presence and members. */
public final class RoomsApi {
    private static final String ROOMS = "api/rooms";
    private static final TypeReference<Page<Room>> ROOM_PAGE = new TypeReference<>() {};
    private static final TypeReference<Page<Member>> MEMBER_PAGE = new TypeReference<>() {};

    private final ApiSession session;

    RoomsApi(ApiSession session) {
        this.session = session;
    }

    /** Rooms that the user may see, newest activity first. */
    public Page<Room> list(@Nullable String query, @Nullable String after, int limit) {
        return session.call(
                        "GET",
                        ApiPath.of(ROOMS)
                                .query("q", query)
                                .query("after", after)
                                .query("limit", limit),
                        null)
                .as(ROOM_PAGE);
    }

    public Room get(String room) {
        return session.call("GET", ApiPath.of(ROOMS, room), null).as(Room.class);
    }

    /** Creates a room; {@code visibility} is {@code public} or {@code private}. Code room_exists when it is taken. */
    public Room create(String room, String visibility) {
        return session.call("POST", ROOMS, Map.of("name", room, "visibility", visibility))
                .as(Room.class);
    }

    /** Returns the room and creates it as a public one before if need be. */
    public Room getOrCreate(String room) {
        return session.call("PUT", ApiPath.of(ROOMS, room), null).as(Room.class);
    }

    /** Deletes a room with all that was said in it. For its owners and staff. */
    public void delete(String room) {
        session.call("DELETE", ApiPath.of(ROOMS, room), null);
    }

    /** The newest {@code limit} messages before {@code before} (null: the newest of all), ascending. */
    public MessagePage messagesBefore(String room, @Nullable Long before, int limit) {
        return session.call(
                        "GET",
                        ApiPath.of(ROOMS, room)
                                .then("messages")
                                .query("before", before)
                                .query("limit", limit),
                        null)
                .as(MessagePage.class);
    }

    /** The oldest {@code limit} messages after {@code after}, ascending. */
    public MessagePage messagesAfter(String room, long after, int limit) {
        return session.call(
                        "GET",
                        ApiPath.of(ROOMS, room)
                                .then("messages")
                                .query("after", after)
                                .query("limit", limit),
                        null)
                .as(MessagePage.class);
    }

    /** Posts a message. Repeating the call with the same {@code clientMessageId} is harmless. */
    public PostedMessage post(String room, String clientMessageId, String text) {
        return session.call(
                        "POST",
                        ApiPath.of(ROOMS, room).then("messages"),
                        Map.of("clientMessageId", clientMessageId, "text", text))
                .as(PostedMessage.class);
    }

    /** Posts a message that answers another one of the same room, like {@link #post}. */
    public PostedMessage reply(String room, String clientMessageId, String text, String messageId) {
        return session.call(
                        "POST",
                        ApiPath.of(ROOMS, room).then("messages"),
                        Map.of("clientMessageId", clientMessageId, "text", text, "replyTo", messageId))
                .as(PostedMessage.class);
    }

    /** Posts a message that only these people and the author receive. Repeating the call is harmless. */
    public Whisper whisper(String room, String clientMessageId, String text, List<String> usernames) {
        return session.call(
                        "POST",
                        ApiPath.of(ROOMS, room).then("whispers"),
                        Map.of("clientMessageId", clientMessageId, "text", text, "to", usernames))
                .as(Whisper.class);
    }

    /** Has a message posted later, not before {@code sendAt}. */
    public ScheduledMessage schedule(String room, String text, Instant sendAt) {
        return session.call(
                        "POST",
                        ApiPath.of(ROOMS, room).then("scheduled"),
                        Map.of("text", text, "sendAt", sendAt.toString()))
                .as(ScheduledMessage.class);
    }

    /** Tells everybody who follows the room. Repeating the call is harmless. For moderators. */
    public Announcement announce(String room, String clientMessageId, String title, String text) {
        return session.call(
                        "POST",
                        ApiPath.of(ROOMS, room).then("announcements"),
                        Map.of("clientMessageId", clientMessageId, "title", title, "text", text))
                .as(Announcement.class);
    }

    public RoomPresence presence(String room) {
        return session.call("GET", ApiPath.of(ROOMS, room).then("presence"), null)
                .as(RoomPresence.class);
    }

    /** Moves the user's read marker forward; a smaller seq than the present one changes nothing. */
    public void read(String room, long seq) {
        session.call("PUT", ApiPath.of(ROOMS, room).then("read"), Map.of("seq", seq));
    }

    public List<Member> members(String room) {
        return session.call("GET", ApiPath.of(ROOMS, room).then("members"), null)
                .as(MEMBER_PAGE)
                .items();
    }

    /** Gives somebody a role: {@code owner}, {@code moderator}, {@code member} or {@code read_only}. */
    public void putMember(String room, String username, String role) {
        session.call("PUT", ApiPath.of(ROOMS, room).then("members").segment(username), Map.of("role", role));
    }

    public void removeMember(String room, String username) {
        session.call("DELETE", ApiPath.of(ROOMS, room).then("members").segment(username), null);
    }
}
