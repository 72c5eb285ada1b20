@NullMarked
package dev.confab.common.online;

import org.jspecify.annotations.NullMarked;
