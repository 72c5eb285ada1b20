/** Those who follow a room, and how all of them are notified: through the task queue, in one transaction with the cause. */
@NullMarked
package dev.confab.chat.subscriber;

import org.jspecify.annotations.NullMarked;
