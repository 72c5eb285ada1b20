package dev.confab.client.rest;

import java.time.Instant;

/**
 * A message that is posted later.
 *
 * @param state {@code pending}, {@code sending} or {@code failed}
 */
public record ScheduledMessage(String id, String room, String text, Instant sendAt, String state) {}
