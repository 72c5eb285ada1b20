/** Tests of the typing indicator. */
@NullMarked
package dev.confab.chat.typing;

import org.jspecify.annotations.NullMarked;
