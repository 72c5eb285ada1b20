/** Tests of the native protocol. */
@NullMarked
package dev.confab.chat.protocol.confab;

import org.jspecify.annotations.NullMarked;
