package dev.confab.local;

import java.nio.file.Path;

/** The services of the suite: what is built where, and how much memory a local one gets. */
enum Service {
    CHAT("chat", "chat-service", 512),
    NOTIFICATION("notification", "notification-service", 256),
    /** Images that are decoded need some hundred megabytes. */
    TASK("task", "task-worker", 384);

    private final String id;
    private final String module;
    private final int heapMegabytes;

    Service(String id, String module, int heapMegabytes) {
        this.id = id;
        this.module = module;
        this.heapMegabytes = heapMegabytes;
    }

    String id() {
        return id;
    }

    String database() {
        return "confab_" + id;
    }

    int heapMegabytes() {
        return heapMegabytes;
    }

    Path target(Path root) {
        return root.resolve(module).resolve("target");
    }

    Path jar(Path root) {
        return target(root).resolve("quarkus-app").resolve("quarkus-run.jar");
    }
}
