/** The simple protocol: {@code /ws/chat/{room}/}, one room on one connection, as frontends of Django Channels speak it. */
@NullMarked
package dev.confab.chat.protocol.simple;

import org.jspecify.annotations.NullMarked;
