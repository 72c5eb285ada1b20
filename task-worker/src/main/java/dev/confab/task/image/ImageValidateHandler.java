package dev.confab.task.image;

import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** The first step: whether it is an image that can be read, how large it is and how it is turned. */
@ApplicationScoped
class ImageValidateHandler implements TaskHandler<ImagePayload> {
    private static final int DONE_PERCENT = 25;

    private final ImageWorkshop workshop;
    private final ImageStep step;

    ImageValidateHandler(ImageWorkshop workshop, ImageStep step) {
        this.workshop = workshop;
        this.step = step;
    }

    @Override
    public String type() {
        return "image-validate";
    }

    @Override
    public Class<ImagePayload> payloadType() {
        return ImagePayload.class;
    }

    @Override
    public TaskOptions options() {
        return step.options();
    }

    @Override
    public Object run(ImagePayload payload, TaskContext context) throws Exception {
        ImageFindings found = step.withStorage(context, () -> workshop.look(payload));
        return step.progressed(context, payload, type(), DONE_PERCENT, found);
    }
}
