@NullMarked
package dev.confab.chat.revision;

import org.jspecify.annotations.NullMarked;
