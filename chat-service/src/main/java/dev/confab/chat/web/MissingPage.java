package dev.confab.chat.web;

import io.quarkus.qute.TemplateInstance;

/**
 * The page for an address under which there is nothing.
 *
 * @param theme {@link Theme#wireName()}
 */
record MissingPage(String theme) implements TemplateInstance {}
