/** The clock that everything else is given. */
@NullMarked
package dev.confab.common.time;

import org.jspecify.annotations.NullMarked;
