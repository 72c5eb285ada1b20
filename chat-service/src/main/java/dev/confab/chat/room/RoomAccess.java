package dev.confab.chat.room;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one place that decides who may do what in which room.
 *
 * <ul>
 *   <li>Public rooms: everyone reads and joins. Private ones: members do; to everybody else the room does not exist.
 *   <li>Who has the role {@code member} posts, {@code moderator} also moderates, {@code owner} also manages. Who has no
 *       role in a public room has the room's default one.
 *   <li>Nobody posts in a closed room; who is banned from a room does nothing there.
 *   <li>Staff may do everything else everywhere.
 * </ul>
 *
 * Methods block (database): call them on a virtual thread.
 */
@ApplicationScoped
public class RoomAccess {

    private final RoomRepository rooms;
    private final StandingQueue standings;
    private final RoomService creation;
    private final InstantSource clock;

    RoomAccess(RoomRepository rooms, StandingQueue standings, RoomService creation, InstantSource clock) {
        this.rooms = rooms;
        this.standings = standings;
        this.creation = creation;
        this.clock = clock;
    }

    /**
     * The room, if that user may use it in that way now.
     *
     * @param roomName as the user wrote it; any Unicode normal form
     * @throws ConfabException {@code room_not_found} when there is no such room or the user may not know of it;
     *     {@code forbidden}, {@code banned_from_room} or {@code room_closed} when the user sees the room but may not do
     *     this
     */
    public RoomRef require(String roomName, UserIdentity user, AccessMode mode) {
        return RoomName.parse(roomName)
                .flatMap(name -> visible(name, user))
                .map(standing -> allowed(standing, mode))
                .orElseThrow(RoomAccess::notFound);
    }

    /**
     * The room and what the user is there, for what depends on more than one {@link AccessMode}.
     *
     * @throws ConfabException {@code room_not_found} as {@link #require} does
     */
    public RoomStanding standing(String roomName, UserIdentity user) {
        return RoomName.parse(roomName).flatMap(name -> visible(name, user)).orElseThrow(RoomAccess::notFound);
    }

    /**
     * Those of the rooms that the user may join now, by their names in the form that rooms have them; about what is not
     * among them, {@link #require} says why. One query, which all who ask at the same time share: not to be called within a
     * transaction.
     */
    public Map<String, RoomRef> joinable(Collection<String> roomNames, UserIdentity user) {
        List<String> names = roomNames.stream()
                .flatMap(name -> RoomName.parse(name).stream())
                .map(RoomName::value)
                .distinct()
                .toList();
        if (names.isEmpty()) {
            return Map.of();
        }
        List<StandingQuestion> questions = names.stream()
                .map(name -> new StandingQuestion(user.id(), name))
                .toList();
        Map<StandingQuestion, StandingRow> standings = this.standings.ask(questions);
        return questions.stream()
                .map(standings::get)
                .filter(Objects::nonNull)
                .filter(row -> row.visibleTo(user))
                .map(row -> row.of(user))
                .filter(standing -> standing.allows(AccessMode.JOIN))
                .collect(Collectors.toMap(standing -> standing.room().name(), RoomStanding::room));
    }

    /**
     * The room, if there is one that the user may know of.
     *
     * @throws ConfabException {@code banned_from_room}
     */
    public Optional<RoomRef> find(RoomName name, UserIdentity user) {
        return visible(name, user).map(standing -> allowed(standing, AccessMode.READ));
    }

    /**
     * Like {@link #require} with {@link AccessMode#JOIN}, but a room that does not exist is created as a public one
     * by a user with an account. Any number of callers at the same time get the same room.
     *
     * @throws ConfabException {@code invalid_request} when the name cannot be a room's; {@code room_not_found} as
     *     above, also for guests when there is no such room; {@code rate_limited} when the user has created too many
     */
    public RoomRef requireOrCreate(String roomName, UserIdentity user) {
        RoomName name = RoomName.require(roomName);
        Optional<RoomStanding> known = visible(name, user);
        if (known.isPresent()) {
            return allowed(known.get(), AccessMode.JOIN);
        }
        if (user.isGuest()) {
            throw notFound();
        }
        // When the name is taken, then by somebody who was faster, or by a private room.
        return creation.create(name, Visibility.PUBLIC, user).orElseGet(() -> require(roomName, user, AccessMode.JOIN));
    }

    /**
     * Of people who are in rooms those who may not be there any more. For people who are not staff; a room that is gone
     * refuses nobody. One query.
     */
    public Map<RoomVisit, Refusal> refused(List<RoomVisit> visits) {
        return rooms.refused(visits, clock.instant());
    }

    /** Why somebody may not be in a room. */
    public enum Refusal {
        BANNED,
        NO_MEMBER
    }

    private Optional<RoomStanding> visible(RoomName name, UserIdentity user) {
        return rooms.standing(name, user.id(), clock.instant())
                .filter(row -> row.visibleTo(user))
                .map(row -> row.of(user));
    }

    private static RoomRef allowed(RoomStanding standing, AccessMode mode) {
        standing.require(mode);
        return standing.room();
    }

    private static ConfabException notFound() {
        return new ConfabException(ErrorCode.ROOM_NOT_FOUND, "There is no such room.");
    }
}
