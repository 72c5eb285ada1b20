package dev.confab.chat.web;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;

/**
 * The page around the application.
 *
 * @param theme         {@link Theme#wireName()}
 * @param notifications {@link NotificationsAddress#base()}
 */
record ShellPage(String theme, @Nullable String notifications) implements TemplateInstance {}
