/** Workers put together by hand, whose clock stands still until the test moves it. */
@NullMarked
package dev.confab.task.execution;

import org.jspecify.annotations.NullMarked;
