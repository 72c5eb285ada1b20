package dev.confab.common;

import io.smallrye.mutiny.Uni;

/** Mutiny in tests that put parts of a service together by hand. */
public final class MutinyOutsideQuarkus {
    static {
        // The first function that is handed to Mutiny makes it find its context provider, and not safely by several
        // threads.
        Uni.createFrom().item("").map(String::strip).await().indefinitely();
    }

    private MutinyOutsideQuarkus() {}

    /** Makes Mutiny ready, once in a JVM. To be called before another thread uses it. */
    public static void prepare() {
        // Whoever calls has initialised this class.
    }
}
