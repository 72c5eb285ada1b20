/** The task that notifies the subscribers of a room: it passes the request on to notification-service. */
@NullMarked
package dev.confab.task.notice;

import org.jspecify.annotations.NullMarked;
