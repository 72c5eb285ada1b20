/** Reactions: emoji that people give to messages. Each change is an event of the room's stream. */
@NullMarked
package dev.confab.chat.reaction;

import org.jspecify.annotations.NullMarked;
