package dev.confab.chat.attachment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An uploaded file as it is stored. */
@Entity
@Table(name = "attachment")
class Attachment {

    @Id
    private UUID id;

    @Column(name = "room_id")
    private UUID roomId;

    @Column(name = "owner_id")
    private UUID ownerId;

    private String name;

    private long size;

    @Column(name = "content_type")
    private String contentType;

    @Enumerated(EnumType.STRING)
    private AttachmentKind kind;

    @Enumerated(EnumType.STRING)
    private AttachmentState state;

    private @Nullable Integer width;

    private @Nullable Integer height;

    /** JSON. */
    private @Nullable String variants;

    private @Nullable String error;

    @Column(name = "uploaded_at")
    private Instant uploadedAt;

    @Column(name = "message_id")
    private @Nullable UUID messageId;

    private @Nullable Long seq;

    /** For Hibernate, which fills every field. */
    protected Attachment() {}

    Attachment(UUID id, UUID roomId, UUID ownerId, UploadedFile file, Instant now) {
        this.id = id;
        this.roomId = roomId;
        this.ownerId = ownerId;
        this.name = file.name();
        this.size = file.size();
        this.contentType = file.contentType();
        this.kind = file.kind();
        this.state = file.kind() == AttachmentKind.IMAGE ? AttachmentState.PROCESSING : AttachmentState.READY;
        this.uploadedAt = now;
    }

    UUID id() {
        return id;
    }

    UUID roomId() {
        return roomId;
    }

    UUID ownerId() {
        return ownerId;
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }

    String contentType() {
        return contentType;
    }

    AttachmentKind kind() {
        return kind;
    }

    AttachmentState state() {
        return state;
    }

    @Nullable
    Integer width() {
        return width;
    }

    @Nullable
    Integer height() {
        return height;
    }

    @Nullable
    String variants() {
        return variants;
    }

    @Nullable
    String error() {
        return error;
    }

    @Nullable
    UUID messageId() {
        return messageId;
    }

    @Nullable
    Long seq() {
        return seq;
    }

    void processed(int newWidth, int newHeight, String newVariants) {
        state = AttachmentState.READY;
        width = newWidth;
        height = newHeight;
        variants = newVariants;
        error = null;
    }

    /** Nothing is made of it. */
    void leftAsItIs() {
        state = AttachmentState.READY;
    }

    void failed(String code) {
        state = AttachmentState.FAILED;
        error = code;
    }

    void sent(UUID message, long place) {
        messageId = message;
        seq = place;
    }
}
