/**
 * The list of rooms as one user sees it: who is online, what is unread, the last message. It brings together what
 * the features know about rooms, so that none of them has to know the others.
 */
@NullMarked
package dev.confab.chat.lobby;

import org.jspecify.annotations.NullMarked;
