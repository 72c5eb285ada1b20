/** The task that deletes what is no longer needed. */
@NullMarked
package dev.confab.task.purge;

import org.jspecify.annotations.NullMarked;
