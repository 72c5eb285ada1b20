/**
 * How a service finds and judges the credential of a request where browsers come too: a bearer token or the session cookie,
 * over REST and in the handshake of a WebSocket alike. Which credentials are good is up to the service's identity providers.
 */
@NullMarked
package dev.confab.common.signin;

import org.jspecify.annotations.NullMarked;
