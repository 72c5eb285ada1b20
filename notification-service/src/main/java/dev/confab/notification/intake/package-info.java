/**
 * Where events come in: messages that mention people or answer them, what people have read, and the states of accounts,
 * each applied exactly once to the inboxes.
 */
@NullMarked
package dev.confab.notification.intake;

import org.jspecify.annotations.NullMarked;
