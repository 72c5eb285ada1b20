/** The task that returns its payload. */
@NullMarked
package dev.confab.task.echo;

import org.jspecify.annotations.NullMarked;
