package dev.confab.client.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of a list. {@code next} is what to pass as {@code after} for the following page; null on the last. */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
