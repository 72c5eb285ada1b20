/**
 * A connection that speaks confab's native protocol and survives: it reconnects, resumes every room where it stopped,
 * and sends again what was not acknowledged.
 *
 * <p>Everything that belongs to one connection runs on its own single thread, the loop; listeners run on another, so
 * that a slow one holds up reading from the network and nothing else.
 */
@NullMarked
package dev.confab.client.connection;

import org.jspecify.annotations.NullMarked;
