/**
 * The pages of the web frontend: one shell for all of them, in which the bundled application does the rest, and the
 * headers that keep a browser from running or embedding anything else.
 */
@NullMarked
package dev.confab.chat.web;

import org.jspecify.annotations.NullMarked;
