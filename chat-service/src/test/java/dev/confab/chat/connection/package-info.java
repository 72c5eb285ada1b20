/** Tests of connections. */
@NullMarked
package dev.confab.chat.connection;

import org.jspecify.annotations.NullMarked;
