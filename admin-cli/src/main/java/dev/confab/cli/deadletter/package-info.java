/** {@code confab dlq}: tasks that were given up. */
@NullMarked
package dev.confab.cli.deadletter;

import org.jspecify.annotations.NullMarked;
