package dev.confab.chat.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found, newest first.
 *
 * @param next to be given as {@code cursor} for the part that follows; null when this was the last one
 */
public record SearchPage(List<FoundMessage> items, @Nullable String next) {

    public SearchPage {
        items = List.copyOf(items);
    }
}
