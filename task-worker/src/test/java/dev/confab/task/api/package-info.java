/** The REST API as a client sees it. */
@NullMarked
package dev.confab.task.api;

import org.jspecify.annotations.NullMarked;
