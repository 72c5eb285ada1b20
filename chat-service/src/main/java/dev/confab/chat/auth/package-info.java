/**
 * Who is calling: credentials of a request (bearer token, session cookie, WebSocket subprotocol) become an
 * identity, and a change of security (ban, new password, logout, new roles) reaches every node within seconds.
 */
@NullMarked
package dev.confab.chat.auth;

import org.jspecify.annotations.NullMarked;
