/** {@code confab tasks}: background tasks. */
@NullMarked
package dev.confab.cli.task;

import org.jspecify.annotations.NullMarked;
