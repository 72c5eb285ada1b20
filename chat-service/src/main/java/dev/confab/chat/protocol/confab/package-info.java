/** The native protocol: {@code /ws}, subprotocol {@code confab.v1}, any number of rooms on one connection. */
@NullMarked
package dev.confab.chat.protocol.confab;

import org.jspecify.annotations.NullMarked;
