/**
 * {@code confab rooms}: rooms, their members and messages.
 */
@NullMarked
package dev.confab.cli.room;

import org.jspecify.annotations.NullMarked;
