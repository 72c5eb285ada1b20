/** Which workers there are, and whether this one is alive. */
@NullMarked
package dev.confab.task.worker;

import org.jspecify.annotations.NullMarked;
