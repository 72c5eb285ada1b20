/** How services ask notification-service to notify people: by records on {@code confab.notification.requests}. */
@NullMarked
package dev.confab.common.notice;

import org.jspecify.annotations.NullMarked;
