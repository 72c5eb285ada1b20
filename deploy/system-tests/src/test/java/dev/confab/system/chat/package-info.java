/**
 * The promises of chat, tried from outside on two nodes with real clients while parts of the suite are killed, stopped,
 * frozen and wiped.
 */
@NullMarked
package dev.confab.system.chat;

import org.jspecify.annotations.NullMarked;
