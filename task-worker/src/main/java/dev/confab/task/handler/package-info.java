/** What the author of a task writes, and where the handlers are found. Knows nothing of queues, databases and brokers. */
@NullMarked
package dev.confab.task.handler;

import org.jspecify.annotations.NullMarked;
