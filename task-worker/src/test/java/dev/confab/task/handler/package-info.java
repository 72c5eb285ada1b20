/** Handlers that are found, and those that are refused. */
@NullMarked
package dev.confab.task.handler;

import org.jspecify.annotations.NullMarked;
