package dev.confab.chat.account;

import java.util.UUID;

/**
 * Somebody has logged in or registered. Fired as a CDI event inside the transaction that opens the sign-in; observe it
 * {@code during = AFTER_SUCCESS} to act only on what was committed.
 *
 * @param signInId see {@code AuthenticatedSession.sessionId()}
 */
public record UserSignedIn(UUID userId, String username, UUID signInId) {}
