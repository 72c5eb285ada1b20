package dev.confab.chat.web;

import io.quarkus.qute.TemplateInstance;

/**
 * The page around the application.
 *
 * @param theme {@link Theme#wireName()}
 */
record ShellPage(String theme) implements TemplateInstance {}
