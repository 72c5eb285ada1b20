/** Who is typing in which room: never stored, coalesced, and over by itself when it is not renewed. */
@NullMarked
package dev.confab.chat.typing;

import org.jspecify.annotations.NullMarked;
