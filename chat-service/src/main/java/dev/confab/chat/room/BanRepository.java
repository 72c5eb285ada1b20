package dev.confab.chat.room;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Bans from rooms in the database. */
@ApplicationScoped
@Transactional
class BanRepository implements PanacheRepositoryBase<RoomBan, RoomBan.Key> {

    /** The ban of a user, which may have ended. */
    Optional<RoomBan> find(UUID room, UUID user) {
        return findByIdOptional(new RoomBan.Key(room, user));
    }
}
