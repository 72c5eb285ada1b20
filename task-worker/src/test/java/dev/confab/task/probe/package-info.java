/** Handlers that do as their tests say. */
@NullMarked
package dev.confab.task.probe;

import org.jspecify.annotations.NullMarked;
