/** Tests of the simple protocol. */
@NullMarked
package dev.confab.chat.protocol.simple;

import org.jspecify.annotations.NullMarked;
