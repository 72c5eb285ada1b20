/** Task workers that are killed, frozen and cut off while they work. */
@NullMarked
package dev.confab.system.task;

import org.jspecify.annotations.NullMarked;
