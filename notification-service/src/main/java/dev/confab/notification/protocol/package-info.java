/** {@code /ws/notifications}: a person's inbox as it changes. */
@NullMarked
package dev.confab.notification.protocol;

import org.jspecify.annotations.NullMarked;
