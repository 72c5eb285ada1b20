package dev.confab.chat.invitation;

import java.time.Instant;

/**
 * To what a link invites.
 *
 * @param by     who made the link
 * @param member whether the caller is in the room already
 */
record ShownInvitation(String room, Invitation.Person by, boolean member, Instant expiresAt) {}
