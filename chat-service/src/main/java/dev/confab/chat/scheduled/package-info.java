/** Messages that are posted later: a row, and a task that says when its time has come. */
@NullMarked
package dev.confab.chat.scheduled;

import org.jspecify.annotations.NullMarked;
