package dev.confab.chat.attachment;

import dev.confab.chat.room.RoomRef;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.id.Uuid7;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.image.ImageFormat;
import dev.confab.common.image.ImageSize;
import dev.confab.common.ratelimit.Decision;
import dev.confab.common.ratelimit.Limit;
import dev.confab.common.ratelimit.RateLimiter;
import dev.confab.common.storage.ObjectStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes uploads. First the object, then the row that makes it known: a crash between the two leaves an object that nobody
 * can reach, which is found when storage and rows are compared. Methods block: call them on a virtual thread.
 */
@ApplicationScoped
class UploadService {

    private static final String UPLOADS = "uploads";
    private static final int WHOLE_IS_DEARER = 3;

    private final AttachmentsConfig config;
    private final ContentTypes types;
    private final ObjectStorage storage;
    private final UploadStore store;
    private final AttachmentObjects objects;
    private final StorageQuota quota;
    private final RateLimiter limiter;
    private final InstantSource clock;
    private final Limit limit;
    private final UploadPlaces places;

    @Inject
    UploadService(
            AttachmentsConfig config,
            ContentTypes types,
            ObjectStorage storage,
            UploadStore store,
            AttachmentObjects objects,
            StorageQuota quota,
            RateLimiter limiter,
            InstantSource clock) {
        this.config = config;
        this.types = types;
        this.storage = storage;
        this.store = store;
        this.objects = objects;
        this.quota = quota;
        this.limiter = limiter;
        this.clock = clock;
        limit = new Limit(config.rateLimit(), config.ratePeriod());
        places = new UploadPlaces(config.concurrentUploads(), config.concurrentUploadsPerUser());
    }

    /**
     * Stores a file for a message that is to be sent to that room; images go on to be processed.
     *
     * @param fileName the header {@code X-File-Name}
     * @param declaredType the header {@code Content-Type}
     * @throws ConfabException {@code forbidden} for guests, {@code rate_limited}, {@code overloaded},
     *     {@code payload_too_large}, {@code attachment_type_mismatch}, {@code attachment_type_refused},
     *     {@code image_too_large}, {@code image_unreadable}, {@code quota_exceeded}, {@code unavailable}
     */
    AttachmentView upload(
            RoomRef room,
            UserIdentity owner,
            @Nullable String fileName,
            @Nullable String declaredType,
            InputStream body) {
        if (owner.isGuest()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Guests cannot upload files.");
        }
        Decision decision = limiter.tryAcquire(UPLOADS, owner.id().toString(), limit)
                .await()
                .indefinitely();
        if (decision instanceof Decision.Refused refused) {
            throw new ConfabException(
                    ErrorCode.RATE_LIMITED, "You are uploading files too fast.", refused.retryAfter());
        }
        places.take(owner.id());
        try (UploadSpool spool =
                UploadSpool.take(body, maxSize(), clock, clock.instant().plus(config.uploadTimeout()))) {
            UploadedFile file = examine(spool, AttachmentName.of(fileName), declaredType);
            quota.check(owner.id(), room.id(), file.size());
            UUID id = Uuid7.create();
            storage.put(AttachmentKeys.key(id, AttachmentKeys.ORIGINAL), spool.path(), file.contentType());
            return known(new Attachment(id, room.id(), owner.id(), file, clock.instant()));
        } catch (IOException away) {
            throw new ConfabException(ErrorCode.UNAVAILABLE, "Files cannot be stored right now; try again.", away);
        } finally {
            places.release(owner.id());
        }
    }

    private AttachmentView known(Attachment file) {
        try {
            return store.add(file);
        } catch (ConfabException refused) {
            objects.delete(List.of(file.id()));
            throw refused;
        }
    }

    long maxSize() {
        return config.maxSize().asLongValue();
    }

    private UploadedFile examine(UploadSpool spool, String name, @Nullable String declaredType) throws IOException {
        String type = types.detect(spool.path(), name, declaredType);
        Optional<ImageFormat> image = ImageFormat.of(type);
        if (image.isPresent()) {
            checkPixels(spool.path(), image.get());
        }
        if (type.startsWith("image/")) {
            PhotoLocation.remove(spool.path());
        }
        return new UploadedFile(
                name, spool.size(), type, image.isPresent() ? AttachmentKind.IMAGE : AttachmentKind.FILE);
    }

    /** A few bytes can claim to be more pixels than there is memory. The header tells, before anything is decoded. */
    private void checkPixels(Path file, ImageFormat format) {
        ImageSize size;
        try {
            size = format.size(file);
        } catch (IOException | IllegalArgumentException invalid) {
            throw new ConfabException(ErrorCode.IMAGE_UNREADABLE, "The image is damaged.", invalid);
        }
        long most = format == ImageFormat.WEBP ? config.maxPixels() / WHOLE_IS_DEARER : config.maxPixels();
        if (size.pixels() > most) {
            throw new ConfabException(
                    ErrorCode.IMAGE_TOO_LARGE,
                    "The image has " + size.width() + " x " + size.height() + " pixels; at most " + most
                            + " are allowed.");
        }
    }
}
