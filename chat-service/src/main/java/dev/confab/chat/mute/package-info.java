/** Rooms of which somebody does not want to be notified. What names the person is told all the same. */
@NullMarked
package dev.confab.chat.mute;

import org.jspecify.annotations.NullMarked;
