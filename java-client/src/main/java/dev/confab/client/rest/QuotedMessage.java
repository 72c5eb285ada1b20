package dev.confab.client.rest;

import dev.confab.client.UserRef;

/** The message that another one answers; {@code text} is its beginning. */
public record QuotedMessage(String messageId, long seq, UserRef user, String text) {}
