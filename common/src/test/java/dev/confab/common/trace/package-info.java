@NullMarked
package dev.confab.common.trace;

import org.jspecify.annotations.NullMarked;
