@NullMarked
package dev.confab.chat.tracing;

import org.jspecify.annotations.NullMarked;
