/**
 * Makes what is shown of an uploaded image: a chain of tasks on the queue {@code media}. Each step reads and writes objects
 * under keys that depend on the image only, so one that runs again writes the same again.
 */
@NullMarked
package dev.confab.task.image;

import org.jspecify.annotations.NullMarked;
