package dev.confab.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the suite keeps its data unless it is told otherwise. */
final class DataDir {
    private DataDir() {}

    static Path of(@Nullable Path option) {
        boolean chosen = option != null && !option.toString().isBlank();
        return (chosen ? option : Checkout.root().resolve(".confab"))
                .toAbsolutePath()
                .normalize();
    }
}
