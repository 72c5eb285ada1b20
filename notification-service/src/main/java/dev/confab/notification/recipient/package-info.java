/** What this service knows of the people whom it notifies. */
@NullMarked
package dev.confab.notification.recipient;

import org.jspecify.annotations.NullMarked;
