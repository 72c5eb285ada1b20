/** Messages to some of the people in a room, which nobody else receives. */
@NullMarked
package dev.confab.chat.whisper;

import org.jspecify.annotations.NullMarked;
