/** Tasks that come again and again, once a tick however many workers there are. */
@NullMarked
package dev.confab.task.schedule;

import org.jspecify.annotations.NullMarked;
