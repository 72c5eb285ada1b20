package dev.confab.chat.receipt;

import dev.confab.chat.personal.Person;
import dev.confab.chat.receipt.ReceiptRepository.Message;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.IdentityService;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestPath;

/** Receipts over REST. */
@Path("/api/rooms/{room}/messages/{messageId}/receipts")
@Authenticated
@RunOnVirtualThread
class ReceiptResource {

    /** In larger rooms nobody wants to know, and it would cost something. */
    private static final int MOST_MEMBERS = 200;

    private final RoomAccess access;
    private final ReceiptRepository receipts;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    ReceiptResource(
            RoomAccess access, ReceiptRepository receipts, IdentityService identities, SecurityIdentity caller) {
        this.access = access;
        this.receipts = receipts;
        this.identities = identities;
        this.caller = caller;
    }

    /** The members who have read the message; in conversations and private rooms of at most 200 members. */
    @GET
    public Receipts list(@RestPath String room, @RestPath String messageId) {
        RoomRef ref = access.require(room, identities.require(caller), AccessMode.READ);
        long members = receipts.members(ref.id(), MOST_MEMBERS + 1);
        if (ref.visibility() != Visibility.PRIVATE || members > MOST_MEMBERS) {
            throw new ConfabException(ErrorCode.CONFLICT, "Only conversations and small private rooms have receipts.");
        }
        Message message = parsed(messageId)
                .flatMap(id -> receipts.message(ref.id(), id))
                .orElseThrow(() -> new ConfabException(ErrorCode.NOT_FOUND, "The room has no message of that id."));
        return new Receipts(message.seq(), members, receipts.readers(ref.id(), message));
    }

    private static Optional<UUID> parsed(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /**
     * Who has read a message.
     *
     * @param members how many the room has
     * @param items who of them has read it, by name, without its author
     */
    record Receipts(long seq, long members, List<Person> items) {}
}
