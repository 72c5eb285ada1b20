package dev.confab.notification.inbox;

/** A notification that is in its recipient's inbox now, and what caused it. */
public record StoredNotification(Notification notification, Cause cause) {}
