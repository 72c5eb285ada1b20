package dev.confab.chat.reaction;

import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.message.MessageCodec;
import dev.confab.chat.message.MessageTarget;
import dev.confab.chat.message.TouchedMessage;
import dev.confab.chat.message.TouchedMessageRepository;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.StreamLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives and takes back reactions. Doing so again changes nothing and makes no event. Every method blocks. */
@ApplicationScoped
public class ReactionService {

    /** The type of the event that somebody gave an emoji to a message. */
    public static final String ADDED = "reaction.added";

    /** The type of the event that somebody took one back. */
    public static final String REMOVED = "reaction.removed";

    /** So many different emoji a message may have. */
    static final int MAX_EMOJI = 20;

    private final TouchedMessageRepository messages;
    private final ReactionRepository reactions;
    private final MessageCodec codec;
    private final StreamLog log;

    ReactionService(
            TouchedMessageRepository messages, ReactionRepository reactions, MessageCodec codec, StreamLog log) {
        this.messages = messages;
        this.reactions = reactions;
        this.codec = codec;
        this.log = log;
    }

    /**
     * Gives an emoji, or takes it back.
     *
     * @throws ConfabException {@code invalid_request} for anything but one emoji; {@code message_not_found} also when it
     *     was deleted; {@code too_many} different ones
     */
    @Transactional
    public void react(MessageTarget target, @Nullable String emoji, boolean on) {
        Emoji checked = Emoji.require(emoji);
        TouchedMessage message = messages.lock(target.room().id(), target.messageId())
                .filter(found -> !found.deleted())
                .orElseThrow(MessageAccess::notFound);
        if (on ? !reactions.add(target, checked) : !reactions.remove(target, checked)) {
            return;
        }
        if (on && reactions.othersThan(checked, target) >= MAX_EMOJI) {
            throw new ConfabException(ErrorCode.TOO_MANY, "A message has at most " + MAX_EMOJI + " different emoji.");
        }
        log.appendInTransaction(target.roomEvent(
                on ? ADDED : REMOVED, codec.write(new Reacted(target.messageId(), message.seq(), checked.value()))));
    }

    private record Reacted(UUID messageId, long seq, String emoji) {}
}
