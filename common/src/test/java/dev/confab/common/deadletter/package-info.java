@NullMarked
package dev.confab.common.deadletter;

import org.jspecify.annotations.NullMarked;
