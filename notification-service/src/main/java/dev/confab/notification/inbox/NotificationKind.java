package dev.confab.notification.inbox;

import java.util.Locale;

/** Why somebody is notified. */
public enum NotificationKind {
    /** Somebody wrote the person's name. */
    MENTION,
    /** Somebody replied to a message of the person. */
    REPLY,
    /** Somebody announced something in a room that the person follows. */
    ANNOUNCEMENT,
    /** Somebody replied in a thread that the person follows. */
    THREAD;

    /** As stored and in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that was stored under that name. */
    public static NotificationKind ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
