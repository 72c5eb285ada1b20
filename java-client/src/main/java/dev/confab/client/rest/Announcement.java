package dev.confab.client.rest;

import java.time.Instant;

/**
 * An announcement; it is durable, and everybody who follows the room is being notified.
 *
 * @param seq its place in the room
 * @param duplicate an earlier call had made it
 */
public record Announcement(
        String id, String room, long seq, String title, String text, Instant time, boolean duplicate) {}
