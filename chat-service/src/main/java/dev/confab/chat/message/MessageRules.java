package dev.confab.chat.message;

import dev.confab.chat.attachment.AttachmentsConfig;
import dev.confab.chat.room.BannedWords;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a message must look like to be accepted. Says so by throwing; never blocks. */
@Singleton
public class MessageRules {

    private static final int MAX_CLIENT_ID_LENGTH = 64;

    private final int maxLength;
    private final int maxAttachments;
    private final BannedWords bannedWords;

    @Inject
    MessageRules(MessagesConfig config, AttachmentsConfig attachments) {
        this(config.maxLength(), config.bannedWords().orElse(List.of()), attachments.perMessage());
    }

    MessageRules(int maxLength, List<String> bannedWords, int maxAttachments) {
        this.maxLength = maxLength;
        this.maxAttachments = maxAttachments;
        this.bannedWords = new BannedWords(bannedWords);
    }

    /** @throws ConfabException with the code of the first rule that is broken */
    Draft check(MessageRequest message) {
        String id = checkedClientMessageId(message.clientMessageId());
        List<UUID> attachments = checkedAttachments(message.attachments());
        // A file says something by itself.
        String text = attachments.isEmpty()
                        || (message.text() != null && !message.text().isEmpty())
                ? checkedText(message.text())
                : "";
        return new Draft(
                id,
                text,
                checkedId(message.replyTo(), ErrorCode.REPLY_TARGET_NOT_FOUND),
                checkedId(message.threadId(), ErrorCode.MESSAGE_NOT_FOUND),
                attachments);
    }

    private List<UUID> checkedAttachments(List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        if (ids.size() > maxAttachments) {
            throw ConfabException.invalid("attachments", "are more than " + maxAttachments);
        }
        Set<UUID> distinct = new LinkedHashSet<>();
        for (String id : ids) {
            distinct.add(MessageId.parse(id)
                    .orElseThrow(() -> new ConfabException(
                            ErrorCode.ATTACHMENT_NOT_FOUND, "You have uploaded no such file to this room.")));
        }
        return List.copyOf(distinct);
    }

    /** To clients an id has no form: one that cannot be a message's is one of no message. */
    private static @Nullable UUID checkedId(@Nullable String id, ErrorCode unknown) {
        if (id == null) {
            return null;
        }
        return MessageId.parse(id)
                .orElseThrow(() -> new ConfabException(unknown, "The room has no message of that id."));
    }

    /** The id, if it can be one that a client gives to a message. */
    public static String checkedClientMessageId(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            throw ConfabException.invalid("clientMessageId", "is missing");
        }
        if (id.length() > MAX_CLIENT_ID_LENGTH) {
            throw ConfabException.invalid("clientMessageId", "is longer than " + MAX_CLIENT_ID_LENGTH + " characters");
        }
        checkStorable("clientMessageId", id);
        return id;
    }

    /** The text, if it keeps all rules. */
    public String checkedText(@Nullable String text) {
        if (text == null) {
            throw ConfabException.invalid("text", "is missing");
        }
        // Length first: the other rules look at every character.
        int length = text.codePointCount(0, text.length());
        if (length > maxLength) {
            throw new ConfabException(
                    ErrorCode.MESSAGE_TOO_LONG,
                    "The message has " + length + " characters; at most " + maxLength + " are allowed.");
        }
        checkStorable("text", text);
        if (text.codePoints().allMatch(MessageRules::showsNothing)) {
            throw new ConfabException(ErrorCode.MESSAGE_BLANK, "The message is blank.");
        }
        if (bannedWords.occurIn(text)) {
            throw new ConfabException(ErrorCode.BANNED_WORDS, "The message contains a word that is not accepted here.");
        }
        return text;
    }

    /** The database cannot store NUL, and half of a surrogate pair has no UTF-8 form. */
    private static void checkStorable(String field, String value) {
        if (value.codePoints().anyMatch(c -> c == 0)) {
            throw ConfabException.invalid(field, "contains a NUL character");
        }
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw ConfabException.invalid(field, "contains half of a surrogate pair");
        }
    }

    private static boolean showsNothing(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT -> true;
            // Letters and a symbol that are drawn as empty space: Hangul fillers, the empty Braille cell.
            default ->
                codePoint == 0x115F
                        || codePoint == 0x1160
                        || codePoint == 0x3164
                        || codePoint == 0xFFA0
                        || codePoint == 0x2800;
        };
    }
}
