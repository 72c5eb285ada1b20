@NullMarked
package dev.confab.common.task;

import org.jspecify.annotations.NullMarked;
