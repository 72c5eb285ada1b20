/**
 * Client connections whatever they speak: the checks of a handshake, the bounded queue towards a client, limits on what
 * clients send, heartbeats, the end of sign-ins, and the orderly end of a node.
 *
 * <p>Quarkus WebSockets Next does handshake, endpoints and callbacks. It bounds nothing and shares nothing, so bytes are
 * written and limited one layer below it, in the Netty channel: see {@link dev.confab.common.connection.OutboundQueue} and
 * {@link dev.confab.common.connection.FrameGuard}.
 */
@NullMarked
package dev.confab.common.connection;

import org.jspecify.annotations.NullMarked;
