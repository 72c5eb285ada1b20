package dev.confab.chat.pin;

import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.message.MessageCodec;
import dev.confab.chat.message.MessageItems;
import dev.confab.chat.message.MessageTarget;
import dev.confab.chat.message.StoredMessage;
import dev.confab.chat.message.StoredMessageRepository;
import dev.confab.chat.message.TouchedMessage;
import dev.confab.chat.message.TouchedMessageRepository;
import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Pins messages. Doing so again changes nothing and makes no event. Every method blocks. */
@ApplicationScoped
public class PinService {

    /** The type of the event that a message is pinned. */
    public static final String PINNED = "message.pinned";

    /** The type of the event that a message is pinned no longer; one that is deleted loses its pin without it. */
    public static final String UNPINNED = "message.unpinned";

    /** So many messages of a room may be pinned. */
    static final int MAX_PINS = 50;

    private final TouchedMessageRepository messages;
    private final StoredMessageRepository stored;
    private final PinRepository pins;
    private final MessageItems items;
    private final MessageCodec codec;
    private final StreamLog log;
    private final InstantSource clock;

    PinService(
            TouchedMessageRepository messages,
            StoredMessageRepository stored,
            PinRepository pins,
            MessageItems items,
            MessageCodec codec,
            StreamLog log,
            InstantSource clock) {
        this.messages = messages;
        this.stored = stored;
        this.pins = pins;
        this.items = items;
        this.codec = codec;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Pins a message or takes the pin away.
     *
     * @throws ConfabException {@code message_not_found} also when it was deleted; {@code too_many}
     */
    @Transactional
    public void pin(MessageTarget target, boolean on) {
        UUID room = target.room().id();
        pins.lock(room);
        TouchedMessage message = messages.lock(room, target.messageId())
                .filter(found -> !found.deleted())
                .orElseThrow(MessageAccess::notFound);
        if (message.pinned() == on) {
            return;
        }
        if (on && pins.pinned(room).size() >= MAX_PINS) {
            throw new ConfabException(ErrorCode.TOO_MANY, "A room has at most " + MAX_PINS + " pinned messages.");
        }
        if (on) {
            pins.pin(target, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        } else {
            pins.unpin(target);
        }
        log.appendInTransaction(
                target.roomEvent(on ? PINNED : UNPINNED, codec.write(new Pinned(target.messageId(), message.seq()))));
    }

    /** The pinned messages of a room that the viewer may read. */
    @Transactional
    public PinnedMessages pinned(RoomRef room, UUID viewer) {
        StreamPosition top = log.positions(List.of(room.id())).get(room.id());
        List<UUID> ids = pins.pinned(room.id());
        Map<UUID, StoredMessage> found =
                stored.find(ids).stream().collect(Collectors.toMap(StoredMessage::messageId, Function.identity()));
        return new PinnedMessages(
                items.of(ids.stream().map(found::get).filter(Objects::nonNull).toList(), viewer),
                top == null ? 0 : top.seq());
    }

    private record Pinned(UUID messageId, long seq) {}
}
