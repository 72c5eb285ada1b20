package dev.confab.chat.revision;

import dev.confab.chat.attachment.AttachmentService;
import dev.confab.chat.message.MessageAccess;
import dev.confab.chat.message.MessageCodec;
import dev.confab.chat.message.MessageContent;
import dev.confab.chat.message.MessageContentService;
import dev.confab.chat.message.MessageTarget;
import dev.confab.chat.message.TouchedMessage;
import dev.confab.chat.message.TouchedMessageRepository;
import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomPolicies;
import dev.confab.chat.room.RoomPolicy;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamLog;
import dev.confab.common.stream.StreamPosition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Edits and deletes messages. All changes of one message follow each other under the lock of its row, so what is stored of
 * it is what its events say, whoever comes first: nothing is edited after it was deleted. Every method blocks.
 */
@ApplicationScoped
public class RevisionService {

    /** The type of the event that a message says something else now. */
    public static final String MESSAGE_EDITED = "message.edited";

    /** The type of the event that a message is gone. What the log held of it is gone with it. */
    public static final String MESSAGE_DELETED = "message.deleted";

    private final TouchedMessageRepository messages;
    private final RevisionRepository revisions;
    private final MessageContentService contents;
    private final RoomAccess access;
    private final RoomPolicies policies;
    private final AttachmentService attachments;
    private final MessageCodec codec;
    private final StreamLog log;
    private final InstantSource clock;
    private final Optional<Duration> editWindow;
    private final int maxEdits;

    RevisionService(
            TouchedMessageRepository messages,
            RevisionRepository revisions,
            MessageContentService contents,
            RoomAccess access,
            RoomPolicies policies,
            AttachmentService attachments,
            MessageCodec codec,
            StreamLog log,
            InstantSource clock,
            RevisionConfig config) {
        this.messages = messages;
        this.revisions = revisions;
        this.contents = contents;
        this.access = access;
        this.policies = policies;
        this.attachments = attachments;
        this.codec = codec;
        this.log = log;
        this.clock = clock;
        this.editWindow = config.editWindow();
        this.maxEdits = config.maxEdits();
    }

    /**
     * Gives a message of the user another text. The text that it has already is no change. Whom it names now and did not
     * when it was posted, is notified.
     *
     * @throws ConfabException the codes of the rules for texts; {@code message_not_found} also when it was deleted;
     *     {@code forbidden} when it is somebody else's or too old; {@code too_many} edits
     */
    @Transactional
    public Revised edit(MessageTarget target, @Nullable String wanted) {
        MessageContent content = contents.revised(wanted, target.room(), target.user());
        String text = content.text();
        TouchedMessage message = present(target);
        if (!message.authorId().equals(target.user().id())) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Only its author may edit a message.");
        }
        Instant now = now();
        if (editWindow.isPresent() && message.postedAt().plus(editWindow.get()).isBefore(now)) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "The message is too old to be edited.");
        }
        MessageContent posted = codec.decode(message.data());
        String before = message.edited() == null ? posted.text() : message.edited();
        List<MessageContent.Person> added = content.mentions().stream()
                .filter(person -> !posted.mentions().contains(person))
                .toList();
        if (text.equals(before)) {
            return new Revised(
                    target.messageId(),
                    message.seq(),
                    text,
                    content.mentions(),
                    added,
                    revisions.editedAt(target).orElse(null));
        }
        ConfabException objection = policyOf(target).objection(target.user(), text, now);
        if (objection != null) {
            throw objection;
        }
        if (message.edits().size() >= maxEdits) {
            throw new ConfabException(ErrorCode.TOO_MANY, "The message was edited " + maxEdits + " times.");
        }
        Revised revised = new Revised(target.messageId(), message.seq(), text, content.mentions(), added, now);
        StreamEvent event = log.appendInTransaction(target.roomEvent(MESSAGE_EDITED, codec.write(revised)));
        revisions.edited(target, text, codec.write(content.mentions()), now, event.seq());
        return revised;
    }

    /**
     * Deletes a message for everybody and for ever: its author may, and who moderates the room. What was deleted before
     * stays so.
     *
     * @throws ConfabException {@code message_not_found}, {@code forbidden}
     */
    @Transactional
    public void delete(MessageTarget target) {
        delete(target, List.of());
    }

    /**
     * As {@link #delete(MessageTarget)}, and stores what others are to be told of it: in the same statement, because a
     * transaction locks all of its streams at once.
     */
    @Transactional
    public void delete(MessageTarget target, List<AppendRequest> news) {
        // The row of the thread first, which is the older message.
        UUID root = threadOf(target);
        if (root != null) {
            messages.lock(target.room().id(), root);
        }
        TouchedMessage message =
                messages.lock(target.room().id(), target.messageId()).orElseThrow(MessageAccess::notFound);
        if (!message.authorId().equals(target.user().id())) {
            access.require(target.room().name(), target.user(), AccessMode.MODERATE);
        }
        if (message.deleted()) {
            log.appendAllInTransaction(news);
            return;
        }
        // Most answers are looked for before the stream is locked, where it takes as long as it takes.
        StreamPosition top =
                log.positions(List.of(target.room().id())).get(target.room().id());
        long looked = top == null ? message.seq() : top.seq();
        Map<Long, String> redacted = new HashMap<>(revisions.withoutQuotation(target, message.seq(), looked));
        attachments.deleteOf(target.room(), target.messageId());
        List<AppendRequest> told = new ArrayList<>();
        told.add(target.roomEvent(MESSAGE_DELETED, codec.write(new Deleted(target.messageId(), message.seq()))));
        told.addAll(news);
        StreamEvent event = log.appendAllInTransaction(told).getFirst();
        redacted.putAll(revisions.withoutQuotation(target, looked, event.seq()));
        redacted.putAll(redacted(message));
        log.redactInTransaction(target.room().id(), redacted);
        revisions.deleted(target, now());
        if (root != null) {
            revisions.replyDeleted(target, root);
        }
    }

    /** The thread in which a message is a reply never changes, so no lock is needed to read it. */
    private @Nullable UUID threadOf(MessageTarget target) {
        return messages.find(target.room().id(), target.messageId())
                .map(codec::decode)
                .map(MessageContent::thread)
                .map(MessageContent.ThreadPlace::messageId)
                .orElse(null);
    }

    private TouchedMessage present(MessageTarget target) {
        return messages.lock(target.room().id(), target.messageId())
                .filter(message -> !message.deleted())
                .orElseThrow(MessageAccess::notFound);
    }

    /** What the log keeps of the message and of its edits, by their places. */
    private Map<Long, String> redacted(TouchedMessage message) {
        Map<Long, String> redacted = new HashMap<>();
        redacted.put(message.seq(), codec.write(codec.decode(message.data()).redacted()));
        String edit = codec.write(new DeletedEdit(message.messageId(), message.seq(), true));
        List<Long> edits = message.edits();
        edits.forEach(place -> redacted.put(place, edit));
        return redacted;
    }

    /** What the room says about texts, as for those that are posted. */
    private RoomPolicy policyOf(MessageTarget target) {
        RoomPolicy known = policies.atHand(target.room().id());
        return known == null ? policies.require(target.room().id()) : known;
    }

    /** As it is stored. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private record Deleted(UUID messageId, long seq) {}

    private record DeletedEdit(UUID messageId, long seq, boolean deleted) {}
}
