@NullMarked
package dev.confab.chat.reaction;

import org.jspecify.annotations.NullMarked;
