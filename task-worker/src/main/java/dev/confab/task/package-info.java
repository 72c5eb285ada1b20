@NullMarked
package dev.confab.task;

import org.jspecify.annotations.NullMarked;
