package dev.confab.chat.room;

/** What somebody wants to do with a room. */
public enum AccessMode {
    /** See the room, its history, its members and who is online. */
    READ,
    /** Receive what happens there, live. */
    JOIN,
    /** Send messages. */
    POST,
    /** Change who is a member. */
    MANAGE
}
