@NullMarked
package dev.confab.common.stream;

import org.jspecify.annotations.NullMarked;
