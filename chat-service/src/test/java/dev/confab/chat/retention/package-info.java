/** What rooms forget. */
@NullMarked
package dev.confab.chat.retention;

import org.jspecify.annotations.NullMarked;
