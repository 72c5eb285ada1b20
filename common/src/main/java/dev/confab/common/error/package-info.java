/**
 * The error vocabulary of the suite: one list of stable codes that REST, the WebSocket protocols, the command line and
 * the metrics share, and the one exception that carries them. Turning failures into responses happens here too, so that
 * every service answers in the same way.
 */
@NullMarked
package dev.confab.common.error;

import org.jspecify.annotations.NullMarked;
