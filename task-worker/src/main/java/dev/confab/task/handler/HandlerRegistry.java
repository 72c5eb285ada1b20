package dev.confab.task.handler;

import dev.confab.common.task.TaskRequest;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All handlers of this service by their types. Making it checks them, so a service with a wrong one does not start. */
@ApplicationScoped
public class HandlerRegistry {
    private final Map<String, RegisteredHandler<?>> handlers = new TreeMap<>();

    /** A handler and its options, which are asked for once. */
    public record RegisteredHandler<P>(TaskHandler<P> handler, TaskOptions options) {}

    @Inject
    public HandlerRegistry(@All List<TaskHandler<?>> found) {
        for (TaskHandler<?> handler : found) {
            register(handler);
        }
    }

    public Optional<RegisteredHandler<?>> find(String type) {
        @Nullable RegisteredHandler<?> handler = handlers.get(type);
        return Optional.ofNullable(handler);
    }

    public Set<String> types() {
        return Set.copyOf(handlers.keySet());
    }

    /** Fails if a handler puts its tasks on a queue that is none of these, where nobody would run them. */
    public void checkQueues(Set<String> queues) {
        handlers.forEach((type, registered) -> {
            String queue = registered.options().queue();
            if (!queues.contains(queue)) {
                throw new IllegalStateException("the handler of " + type + " wants the queue " + queue
                        + ", which confab.tasks.queues does not have");
            }
        });
    }

    private <P> void register(TaskHandler<P> handler) {
        String type = handler.type();
        if (!TaskRequest.isType(type)) {
            throw new IllegalStateException(handler.getClass().getName() + " has no valid type: " + type);
        }
        RegisteredHandler<P> registered = new RegisteredHandler<>(handler, handler.options());
        RegisteredHandler<?> other = handlers.put(type, registered);
        if (other != null) {
            throw new IllegalStateException("two handlers of the type " + type + ": "
                    + other.handler().getClass().getName() + " and "
                    + handler.getClass().getName());
        }
    }
}
