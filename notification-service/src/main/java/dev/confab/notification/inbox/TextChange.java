package dev.confab.notification.inbox;

import java.util.Optional;

/**
 * What a message says since an event.
 *
 * @param text empty when the message was deleted
 * @param seq  the place of that event in the room; older ones change nothing any more
 */
public record TextChange(Optional<String> text, long seq) {}
