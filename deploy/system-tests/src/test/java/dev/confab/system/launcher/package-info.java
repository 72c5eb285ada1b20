/** {@code ./confab up} and {@code down} as a user runs them. */
@NullMarked
package dev.confab.system.launcher;

import org.jspecify.annotations.NullMarked;
