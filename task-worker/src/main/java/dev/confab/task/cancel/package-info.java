/** Taking back a task, waiting or running. */
@NullMarked
package dev.confab.task.cancel;

import org.jspecify.annotations.NullMarked;
