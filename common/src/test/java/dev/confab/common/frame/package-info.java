@NullMarked
package dev.confab.common.frame;

import org.jspecify.annotations.NullMarked;
