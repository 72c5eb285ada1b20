package dev.confab.cli.context;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the file of contexts holds. */
record ContextFile(@Nullable String current, Map<String, StoredContext> contexts) {
    static final ContextFile EMPTY = new ContextFile(null, Map.of());

    ContextFile {
        contexts = contexts == null ? Map.of() : Map.copyOf(contexts);
    }

    ContextFile with(String name, StoredContext context) {
        Map<String, StoredContext> next = new LinkedHashMap<>(contexts);
        next.put(name, context);
        return new ContextFile(current, next);
    }

    ContextFile using(String name) {
        return new ContextFile(name, contexts);
    }
}
