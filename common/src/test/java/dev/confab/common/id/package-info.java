@NullMarked
package dev.confab.common.id;

import org.jspecify.annotations.NullMarked;
