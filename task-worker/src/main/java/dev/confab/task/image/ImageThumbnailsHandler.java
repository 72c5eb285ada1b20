package dev.confab.task.image;

import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The second step: the image in three sizes. */
@ApplicationScoped
class ImageThumbnailsHandler implements TaskHandler<ImagePayload> {
    private static final int DONE_PERCENT = 75;

    private final ImageWorkshop workshop;
    private final ImageStep step;
    private final Map<String, Integer> edges;

    ImageThumbnailsHandler(ImageWorkshop workshop, ImageStep step, ImageConfig config) {
        this.workshop = workshop;
        this.step = step;
        edges = Map.of("small", config.small(), "medium", config.medium(), "large", config.large());
    }

    @Override
    public String type() {
        return "image-thumbnails";
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
        ImageFindings found = payload.findings().with(step.withStorage(context, () -> workshop.make(payload, edges)));
        return step.progressed(context, payload, type(), DONE_PERCENT, found);
    }
}
