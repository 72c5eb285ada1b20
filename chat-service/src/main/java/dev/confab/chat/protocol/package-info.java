/**
 * What a client can do on a connection, whatever protocol it speaks: sessions, their states, one handler per command, and
 * the fan-out of what happens in rooms. The two protocols are codecs for the same commands and frames.
 */
@NullMarked
package dev.confab.chat.protocol;

import org.jspecify.annotations.NullMarked;
