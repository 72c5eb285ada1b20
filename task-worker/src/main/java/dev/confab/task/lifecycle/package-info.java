/** The life of a task: its states, its rows, and the fenced statements that change them. */
@NullMarked
package dev.confab.task.lifecycle;

import org.jspecify.annotations.NullMarked;
