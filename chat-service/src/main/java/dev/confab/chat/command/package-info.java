/** Carries out what other services ask for, from the topic {@code confab.chat.commands}: one handler for each kind. */
@NullMarked
package dev.confab.chat.command;

import org.jspecify.annotations.NullMarked;
