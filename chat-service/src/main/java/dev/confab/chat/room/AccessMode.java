package dev.confab.chat.room;

/** What somebody wants to do with a room. */
public enum AccessMode {
    /** See the room, its history, its members and who is online. */
    READ,
    /** Receive what happens there, live. */
    JOIN,
    /** Send messages, and change what one has said. */
    POST,
    /** Keep order: kick, ban, delete what others said, pin, announce, slow mode, reports. */
    MODERATE,
    /** Decide about the room: roles, settings, closing, deleting. */
    MANAGE
}
