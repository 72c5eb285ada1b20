package dev.confab.task.image;

import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import dev.confab.task.handler.TaskOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** The last step: the image as it is looked at, without what only its author should know; then the room is told. */
@ApplicationScoped
class ImageOptimizeHandler implements TaskHandler<ImagePayload> {
    private final ImageWorkshop workshop;
    private final ImageStep step;
    private final Map<String, Integer> edges;

    ImageOptimizeHandler(ImageWorkshop workshop, ImageStep step, ImageConfig config) {
        this.workshop = workshop;
        this.step = step;
        edges = Map.of("optimized", config.optimized());
    }

    @Override
    public String type() {
        return "image-optimize";
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
        return step.finished(context, payload, found);
    }
}
