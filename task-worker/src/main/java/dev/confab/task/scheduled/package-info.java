/** The task behind a scheduled message: when its time has come, it tells chat-service so. */
@NullMarked
package dev.confab.task.scheduled;

import org.jspecify.annotations.NullMarked;
