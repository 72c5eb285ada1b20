@NullMarked
package dev.confab.common;

import org.jspecify.annotations.NullMarked;
