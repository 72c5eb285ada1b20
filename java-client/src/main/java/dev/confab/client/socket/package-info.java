/**
 * A bare WebSocket for tests and small tools: connect, send JSON, receive JSON, look at the close code. It knows
 * neither of confab's protocols and repairs nothing; {@link dev.confab.client.connection} does.
 */
@NullMarked
package dev.confab.client.socket;

import org.jspecify.annotations.NullMarked;
