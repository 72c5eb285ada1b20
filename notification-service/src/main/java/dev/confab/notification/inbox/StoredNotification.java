package dev.confab.notification.inbox;

/**
 * A notification that is in its recipient's inbox now, or is to be, and what caused it.
 *
 * @param place of the event in the room by which the person is told; who has read up to there has read it
 */
public record StoredNotification(Notification notification, Cause cause, long place) {}
