/**
 * Editing and deleting messages. Both are events of the room's stream; a deletion also takes the text out of the events
 * that held it.
 */
@NullMarked
package dev.confab.chat.revision;

import org.jspecify.annotations.NullMarked;
