/**
 * What other services ask chat-service to do: commands on the topic {@code confab.chat.commands}, each written in the
 * transaction that decides on it, and carried out at least once.
 */
@NullMarked
package dev.confab.common.command;

import org.jspecify.annotations.NullMarked;
