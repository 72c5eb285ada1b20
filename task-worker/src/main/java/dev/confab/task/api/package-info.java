/** The REST API of tasks, for staff: submitting, looking, taking back, and trying again what has failed for good. */
@NullMarked
package dev.confab.task.api;

import org.jspecify.annotations.NullMarked;
