package dev.confab.common.stream;

/** Whom a stream belongs to. The name is what the database stores. */
public enum StreamKind {
    /** What everybody in a room sees; the stream's name is the room's. */
    ROOM,
    /** What concerns one person on all devices; the stream's name is the username. */
    USER,
    /** The notifications of one person; the stream's name is the username. */
    INBOX
}
