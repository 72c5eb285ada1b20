/** Schedules fired by several workers at once. */
@NullMarked
package dev.confab.task.schedule;

import org.jspecify.annotations.NullMarked;
