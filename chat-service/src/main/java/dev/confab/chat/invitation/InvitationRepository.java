package dev.confab.chat.invitation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Invitations in the database. */
@ApplicationScoped
@Transactional
class InvitationRepository {

    private static final String OPEN = """
            SELECT i.id, r.name, i.room_id,
                CASE WHEN r.kind <> 'CHANNEL' THEN (
                    SELECT CAST(json_agg(json_build_object('id', a.id, 'username', a.username)
                        ORDER BY a.username COLLATE "C") AS text)
                    FROM room_member m JOIN account a ON a.id = m.user_id
                    WHERE m.room_id = r.id) END AS people,
                i.invited_by, host.username AS host_name, i.user_id,
                guest.username AS guest_name, i.max_uses, i.uses, i.created_at, i.expires_at
            FROM invitation i
                JOIN room r ON r.id = i.room_id
                JOIN account host ON host.id = i.invited_by
                LEFT JOIN account guest ON guest.id = i.user_id
            WHERE i.expires_at > :now AND (i.max_uses IS NULL OR i.uses < i.max_uses) AND %s
            ORDER BY i.created_at DESC, i.id LIMIT :limit
            """;

    private static final String OF_ROOM = OPEN.formatted("i.room_id = :room");
    private static final String OF_USER = OPEN.formatted("i.user_id = :user");
    private static final String OF_USER_IN_ROOM = OPEN.formatted("i.room_id = :room AND i.user_id = :user");
    private static final String BY_ID = OPEN.formatted("i.id = :id");
    private static final String BY_CODE = OPEN.formatted("i.code_hash = :hash");

    private static final String ADD = """
            INSERT INTO invitation (id, room_id, invited_by, user_id, code_hash, max_uses, created_at, expires_at)
            VALUES (:id, :room, :by, :user, :hash, :maxUses, :now, :end)
            """;

    private static final TypeReference<List<Invitation.Person>> PEOPLE = new TypeReference<>() {};

    private final Session database;
    private final ObjectMapper json;

    InvitationRepository(Session database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    void addForPerson(UUID id, UUID room, UUID by, UUID user, Instant now, Instant end) {
        add(id, room, by, user, null, null, now, end);
    }

    void addLink(UUID id, UUID room, UUID by, String hash, @Nullable Integer maxUses, Instant now, Instant end) {
        add(id, room, by, null, hash, maxUses, now, end);
    }

    private void add(
            UUID id,
            UUID room,
            UUID by,
            @Nullable UUID user,
            @Nullable String hash,
            @Nullable Integer maxUses,
            Instant now,
            Instant end) {
        database.createNativeMutationQuery(ADD)
                .setParameter("id", id)
                .setParameter("room", room)
                .setParameter("by", by)
                .setParameter("user", user, UUID.class)
                .setParameter("hash", hash, String.class)
                .setParameter("maxUses", maxUses, Integer.class)
                .setParameter("now", now)
                .setParameter("end", end)
                .executeUpdate();
    }

    /** The invitations of a room that can be used, the newest first. */
    List<Invitation> ofRoom(UUID room, Instant now, int limit) {
        return open(OF_ROOM, Map.of("room", room), now, limit);
    }

    /** The invitations of a person, the newest first. */
    List<Invitation> ofUser(UUID user, Instant now, int limit) {
        return open(OF_USER, Map.of("user", user), now, limit);
    }

    Optional<Invitation> find(UUID id, Instant now) {
        return open(BY_ID, Map.of("id", id), now, 1).stream().findFirst();
    }

    Optional<Invitation> ofPersonInRoom(UUID room, UUID user, Instant now) {
        return open(OF_USER_IN_ROOM, Map.of("room", room, "user", user), now, 1).stream()
                .findFirst();
    }

    Optional<Invitation> byCode(String hash, Instant now) {
        return open(BY_CODE, Map.of("hash", hash), now, 1).stream().findFirst();
    }

    private List<Invitation> open(String statement, Map<String, Object> values, Instant now, int limit) {
        NativeQuery<Tuple> query = database.createNativeQuery(statement, Tuple.class)
                .setParameter("now", now)
                .setParameter("limit", limit);
        values.forEach(query::setParameter);
        return query.getResultStream().map(this::invitation).toList();
    }

    private Invitation invitation(Tuple row) {
        UUID guest = row.get("user_id", UUID.class);
        return new Invitation(
                row.get("id", UUID.class),
                row.get("name", String.class),
                row.get("room_id", UUID.class),
                people(row.get("people", String.class)),
                new Invitation.Person(row.get("invited_by", UUID.class), row.get("host_name", String.class)),
                guest == null ? null : new Invitation.Person(guest, row.get("guest_name", String.class)),
                null,
                row.get("max_uses", Integer.class),
                row.get("uses", Integer.class),
                row.get("created_at", Instant.class),
                row.get("expires_at", Instant.class));
    }

    private @Nullable List<Invitation.Person> people(@Nullable String people) {
        try {
            return people == null ? null : json.readValue(people, PEOPLE);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("people are not what the database wrote", impossible);
        }
    }

    /** Counts a use of a link; false when there is none left, also because somebody else took it just now. */
    boolean use(UUID id, Instant now) {
        return database.createNativeMutationQuery("""
                        UPDATE invitation SET uses = uses + 1
                        WHERE id = :id AND expires_at > :now AND (max_uses IS NULL OR uses < max_uses)
                        """)
                        .setParameter("id", id)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    /** Removes an invitation; false when it was gone. */
    boolean remove(UUID id) {
        return database.createNativeMutationQuery("DELETE FROM invitation WHERE id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    /** Removes what nobody can use any more from a room, so that the same person can be invited again. */
    void removeEnded(UUID room, Instant now) {
        database.createNativeMutationQuery("DELETE FROM invitation WHERE room_id = :room AND expires_at <= :now")
                .setParameter("room", room)
                .setParameter("now", now)
                .executeUpdate();
    }
}
