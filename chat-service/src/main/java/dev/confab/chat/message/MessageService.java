package dev.confab.chat.message;

import dev.confab.chat.auth.UserIdentity;
import dev.confab.chat.room.RoomRef;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** Sends messages. */
public interface MessageService {

    /**
     * Checks a message and appends it to the room's stream. Never blocks; may be called from an event loop. The
     * caller has checked that the author may post there ({@code RoomAccess}, mode {@code POST}).
     *
     * <p>Completes after the commit. A repeat of a {@code clientMessageId} of the same author in the same room
     * completes with the first result, {@code duplicate} set. Fails with a
     * {@link dev.confab.common.error.ConfabException}: {@code invalid_request} (naming the field),
     * {@code message_blank}, {@code message_too_long}, {@code banned_words}, {@code rate_limited} (with the time to
     * wait), {@code room_not_found}, {@code overloaded}, {@code unavailable}.
     *
     * @param clientMessageId 1 to 64 characters, chosen by the client
     * @param requestId       for logs and consumers, if known
     */
    Uni<PostedMessage> post(
            RoomRef room, UserIdentity author, String clientMessageId, String text, @Nullable String requestId);
}
