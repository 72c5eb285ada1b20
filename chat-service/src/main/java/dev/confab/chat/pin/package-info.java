/** Pinned messages: those that a room shows to everybody who comes. Each change is an event of the room's stream. */
@NullMarked
package dev.confab.chat.pin;

import org.jspecify.annotations.NullMarked;
