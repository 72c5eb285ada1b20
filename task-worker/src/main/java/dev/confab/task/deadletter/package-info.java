/** Tasks that have failed for good, and running them again. */
@NullMarked
package dev.confab.task.deadletter;

import org.jspecify.annotations.NullMarked;
