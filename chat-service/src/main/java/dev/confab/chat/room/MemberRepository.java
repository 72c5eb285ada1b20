package dev.confab.chat.room;

import dev.confab.chat.room.RoomEvents.Person;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who has a role in a room, in the database. */
@ApplicationScoped
@Transactional
class MemberRepository implements PanacheRepositoryBase<RoomMember, RoomMember.Key> {

    private static final String PAGE = """
            SELECT a.id, a.username, m.role
            FROM room_member m JOIN account a ON a.id = m.user_id
            WHERE m.room_id = :room AND a.username COLLATE "C" > :after
            ORDER BY a.username COLLATE "C" LIMIT :limit
            """;

    private static final String ALL = """
            SELECT a.id, a.username FROM room_member m JOIN account a ON a.id = m.user_id WHERE m.room_id = :room
            """;

    private static final String HEIR = """
            SELECT user_id FROM room_member
            WHERE room_id = :room AND user_id <> :user AND role <> 'READ_ONLY'
            ORDER BY CASE role WHEN 'OWNER' THEN 0 WHEN 'MODERATOR' THEN 1 ELSE 2 END, added_at, user_id LIMIT 1
            """;

    void add(UUID room, UUID user, MemberRole role, Instant now) {
        persistAndFlush(new RoomMember(room, user, role, now));
    }

    /** The members whose names come after {@code after}, by name, at most {@code limit}. */
    List<Member> page(UUID room, String after, int limit) {
        return getSession()
                .createNativeQuery(PAGE, Tuple.class)
                .setParameter("room", room)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> new Member(
                        row.get(0, UUID.class),
                        row.get(1, String.class),
                        MemberRole.valueOf(row.get(2, String.class)).wireName()))
                .toList();
    }

    /** All members of a room. */
    List<Person> of(UUID room) {
        return getSession()
                .createNativeQuery(ALL, Tuple.class)
                .setParameter("room", room)
                .getResultStream()
                .map(row -> new Person(row.get(0, UUID.class), row.get(1, String.class)))
                .toList();
    }

    Optional<RoomMember> find(UUID room, UUID user) {
        return findByIdOptional(new RoomMember.Key(room, user));
    }

    /** The rooms in which a user has a role, in the order of their ids. */
    List<UUID> roomsOf(UUID user) {
        return getSession()
                .createNativeQuery("SELECT room_id FROM room_member WHERE user_id = :user ORDER BY room_id", UUID.class)
                .setParameter("user", user)
                .getResultList();
    }

    /** Who follows an owner: of the others with the highest role the one who has been in the room for the longest time. */
    Optional<RoomMember> heirOf(RoomMember member) {
        return getSession()
                .createNativeQuery(HEIR, UUID.class)
                .setParameter("room", member.roomId())
                .setParameter("user", member.userId())
                .getResultStream()
                .findFirst()
                .flatMap(heir -> find(member.roomId(), heir));
    }

    /** The name of a member, whose account is there as long as the membership is. */
    String nameOf(RoomMember member) {
        return getSession()
                .createNativeQuery("SELECT username FROM account WHERE id = :user", String.class)
                .setParameter("user", member.userId())
                .getSingleResult();
    }

    void remove(RoomMember member) {
        delete(member);
        flush();
    }

    boolean isOnlyOwner(RoomMember member) {
        return member.role() == MemberRole.OWNER
                && count("roomId = ?1 and role = ?2", member.roomId(), MemberRole.OWNER) == 1;
    }
}
