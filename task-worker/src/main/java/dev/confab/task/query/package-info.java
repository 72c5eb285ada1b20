/** Looking at tasks, queues and results. */
@NullMarked
package dev.confab.task.query;

import org.jspecify.annotations.NullMarked;
