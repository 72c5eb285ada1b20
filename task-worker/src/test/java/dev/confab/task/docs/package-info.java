/** Keeps the documents about this service equal to what it does. */
@NullMarked
package dev.confab.task.docs;

import org.jspecify.annotations.NullMarked;
