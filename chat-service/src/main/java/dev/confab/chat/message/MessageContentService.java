package dev.confab.chat.message;

import dev.confab.chat.message.MessageContent.Person;
import dev.confab.chat.message.MessageContent.ReplyTo;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.subscriber.SubscriberService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.UserIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom a message names and which message it answers. Costs one query for each of the two that a message has, and
 * nothing for one that has neither. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
public class MessageContentService {

    /** The part of an answered message that is repeated in the answer, in code points. */
    static final int QUOTE_LENGTH = 140;

    private static final int MAX_MENTIONS = 20;
    private static final String ELLIPSIS = "\u2026";

    private final QuotedMessageRepository quoted;
    private final MentionRepository mentions;
    private final SubscriberService subscribers;
    private final MessageRules rules;

    MessageContentService(
            QuotedMessageRepository quoted,
            MentionRepository mentions,
            SubscriberService subscribers,
            MessageRules rules) {
        this.quoted = quoted;
        this.mentions = mentions;
        this.subscribers = subscribers;
        this.rules = rules;
    }

    /** Whether {@link #resolve} has anything to look up. */
    static boolean needsLookup(Draft draft) {
        return draft.replyTo() != null || MentionCandidates.mayBeIn(draft.text());
    }

    /** @throws ConfabException {@code reply_target_not_found} when the room has no such message */
    @Transactional
    MessageContent resolve(Draft draft, RoomRef room, UserIdentity author) {
        UUID target = draft.replyTo();
        ReplyTo replyTo = target == null ? null : answered(target, room);
        boolean everybody = MentionCandidates.nameTheRoom(draft.text()) && subscribers.mayNotify(room, author);
        return new MessageContent(
                draft.text(),
                mentioned(draft.text(), room, author),
                everybody ? Boolean.TRUE : null,
                replyTo,
                List.of(),
                null,
                null);
    }

    /**
     * A new text for a message, by the rules for those that are posted.
     *
     * @throws ConfabException {@code invalid_request}, {@code message_blank}, {@code message_too_long}, {@code banned_words}
     */
    @Transactional
    public MessageContent revised(@Nullable String text, RoomRef room, UserIdentity author) {
        String checked = rules.checkedText(text);
        return new MessageContent(checked, mentioned(checked, room, author), null, null, List.of(), null, null);
    }

    private List<Person> mentioned(String text, RoomRef room, UserIdentity author) {
        MentionCandidates candidates = MentionCandidates.of(text);
        Set<String> keys = candidates.keys();
        if (keys.isEmpty()) {
            return List.of();
        }
        Map<String, Person> known = mentions.find(keys, room, author.id());
        Set<Person> found = new LinkedHashSet<>();
        for (List<String> place : candidates.places()) {
            place.stream()
                    .map(key -> Optional.ofNullable(known.get(key)))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .filter(person -> !person.id().equals(author.id()))
                    .ifPresent(found::add);
            if (found.size() == MAX_MENTIONS) {
                break;
            }
        }
        return new ArrayList<>(found);
    }

    private ReplyTo answered(UUID messageId, RoomRef room) {
        QuotedMessageRepository.Quoted message = quoted.find(messageId, room)
                .orElseThrow(() ->
                        new ConfabException(ErrorCode.REPLY_TARGET_NOT_FOUND, "The room has no message of that id."));
        return new ReplyTo(
                messageId,
                message.seq(),
                new Person(message.authorId(), message.authorName()),
                shortened(message.text()),
                message.authorMayRead() ? null : Boolean.TRUE,
                null);
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= QUOTE_LENGTH) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, QUOTE_LENGTH - 1)) + ELLIPSIS;
    }
}
