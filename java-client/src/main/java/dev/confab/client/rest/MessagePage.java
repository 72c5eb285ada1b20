package dev.confab.client.rest;

import java.util.List;

/** Messages in ascending order of seq; {@code hasMore} tells whether there are further ones in the asked direction. */
public record MessagePage(String epoch, List<Message> items, boolean hasMore) {
    public MessagePage {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
