/** Messages that are posted later: a row, and a task, or a look at the rows, that says when its time has come. */
@NullMarked
package dev.confab.chat.scheduled;

import org.jspecify.annotations.NullMarked;
