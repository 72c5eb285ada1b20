package dev.confab.task.probe;

import dev.confab.task.handler.TaskContext;
import dev.confab.task.handler.TaskHandler;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sleeps until it is released or interrupted; a stubborn one sleeps on. */
public class SleepyHandler implements TaskHandler<SleepyHandler.Sleep> {
    private static final Map<UUID, CountDownLatch> SLEEPERS = new ConcurrentHashMap<>();

    /** How it takes being interrupted. */
    public record Sleep(boolean stubborn) {}

    private final String type;

    public SleepyHandler(String type) {
        this.type = type;
    }

    /** Whether the task sleeps. */
    public static boolean sleeps(UUID task) {
        return SLEEPERS.containsKey(task);
    }

    public static void release(UUID task) {
        CountDownLatch latch = SLEEPERS.get(task);
        if (latch != null) {
            latch.countDown();
        }
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Class<Sleep> payloadType() {
        return Sleep.class;
    }

    @Override
    public String run(Sleep sleep, TaskContext context) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        SLEEPERS.put(context.taskId(), latch);
        try {
            while (true) {
                try {
                    if (latch.await(1, TimeUnit.MINUTES)) {
                        return "slept";
                    }
                } catch (InterruptedException stop) {
                    if (!sleep.stubborn()) {
                        throw stop;
                    }
                }
            }
        } finally {
            SLEEPERS.remove(context.taskId(), latch);
        }
    }
}
