package dev.confab.chat.invitation;

/** Which room somebody has joined. */
record AcceptedInvitation(String room) {}
