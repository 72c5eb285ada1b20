@NullMarked
package dev.confab.common.relay;

import org.jspecify.annotations.NullMarked;
