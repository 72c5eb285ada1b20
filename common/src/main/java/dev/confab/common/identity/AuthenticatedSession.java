package dev.confab.common.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * What a request or a connection was authenticated with. A connection keeps it and is closed with 4001 when it ends:
 * at {@code expiresAt}, or as soon as the node learns that the sign-in has ended.
 *
 * @param user          who
 * @param sessionId     the sign-in to which the credential belongs: a login's browser session and the access and
 *                      refresh tokens of that login share it, so that logging out ends them all. For a token of
 *                      a foreign issuer it is derived from the token
 * @param expiresAt     when the credential ends by itself: the token's {@code exp}, or the session's present end,
 *                      which moves on with use
 * @param securityStamp the account's stamp at authentication, which grows with every change of its security; in a service
 *                      that only hears of accounts the second since 1970 in which the access token was issued
 */
public record AuthenticatedSession(UserIdentity user, UUID sessionId, Instant expiresAt, long securityStamp) {}
