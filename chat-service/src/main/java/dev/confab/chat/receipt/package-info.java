/** Who has read what: for conversations and private rooms of few. */
@NullMarked
package dev.confab.chat.receipt;

import org.jspecify.annotations.NullMarked;
