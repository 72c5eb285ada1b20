/**
 * Who is calling: access tokens of the trusted issuer, and the session cookie of chat-service, which is exchanged for such a
 * token. Either counts only while the account may sign in.
 */
@NullMarked
package dev.confab.notification.signin;

import org.jspecify.annotations.NullMarked;
