@NullMarked
package dev.confab.common.event;

import org.jspecify.annotations.NullMarked;
