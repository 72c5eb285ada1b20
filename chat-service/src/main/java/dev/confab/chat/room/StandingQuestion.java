package dev.confab.chat.room;

import java.util.UUID;

/**
 * What somebody is in a room.
 *
 * @param room its name, in the form that rooms have them
 */
record StandingQuestion(UUID userId, String room) {}
