/**
 * Inboxes: the notifications of each person, stored, listed, counted and marked as read, and the stream of events by which
 * the person's devices follow.
 */
@NullMarked
package dev.confab.notification.inbox;

import org.jspecify.annotations.NullMarked;
