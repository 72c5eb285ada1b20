package dev.confab.task.image;

import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What follows when a step is in the dead letter: the room is told that the image stays as it is. */
@ApplicationScoped
class ImageFailedHandler implements TaskHandler<ImageFailedHandler.FailedImage> {
    private final ImageStep step;

    /** Which image, and what was wrong with it. */
    record FailedImage(
            UUID attachmentId, UUID roomId, @Nullable Failure failure) {}

    /** The failed step as {@code TaskStep.FAILURE} tells it. */
    record Failure(UUID taskId, String type, ImagePayload payload, String code, String message) {}

    ImageFailedHandler(ImageStep step) {
        this.step = step;
    }

    @Override
    public String type() {
        return "image-failed";
    }

    @Override
    public Class<FailedImage> payloadType() {
        return FailedImage.class;
    }

    @Override
    public TaskOptions options() {
        return step.options();
    }

    @Override
    public @Nullable Object run(FailedImage payload, TaskContext context) throws Exception {
        String code = payload.failure() == null ? "failed" : payload.failure().code();
        step.failed(context, payload.roomId(), payload.attachmentId(), code);
        return null;
    }
}
