/** The notifications of each person, and the stream that tells their devices of changes. */
@NullMarked
package dev.confab.notification.inbox;

import org.jspecify.annotations.NullMarked;
