/**
 * Messages: checking and sending them, and reading them back. A message is an event {@code message.posted} of the
 * room's stream and is stored nowhere else.
 */
@NullMarked
package dev.confab.chat.message;

import org.jspecify.annotations.NullMarked;
