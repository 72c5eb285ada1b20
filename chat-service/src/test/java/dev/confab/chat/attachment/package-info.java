/** Files in rooms, on the real stack. */
@NullMarked
package dev.confab.chat.attachment;

import org.jspecify.annotations.NullMarked;
