/** Claiming, running, renewing, completing: what a worker does all day. */
@NullMarked
package dev.confab.task.execution;

import org.jspecify.annotations.NullMarked;
