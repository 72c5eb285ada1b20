package dev.confab.task.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code send-email} task is given.
 *
 * @param to one address
 * @param subject one line
 * @param text the mail as plain text; every mail has one
 * @param html the same as HTML, optional
 * @param headers further headers by name, optional; those that the worker writes itself are refused
 */
record EmailPayload(
        @Nullable String to,
        @Nullable String subject,
        @Nullable String text,
        @Nullable String html,
        @Nullable Map<String, String> headers) {}
