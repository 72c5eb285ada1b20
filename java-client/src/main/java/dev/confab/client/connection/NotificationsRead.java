package dev.confab.client.connection;

import java.util.Set;
import java.util.UUID;

/**
 * Notifications have become read, here or on another device.
 *
 * @param ids which; empty if {@code all}
 * @param all whether all that existed then have
 * @param unread how many are unread now
 */
public record NotificationsRead(Set<UUID> ids, boolean all, long unread) {}
