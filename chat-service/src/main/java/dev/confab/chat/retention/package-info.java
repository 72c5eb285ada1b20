/** Retention: rooms forget what is older than their settings say. */
@NullMarked
package dev.confab.chat.retention;

import org.jspecify.annotations.NullMarked;
