/**
 * {@code confab seed}: data to try things with, the same for the same seed.
 */
@NullMarked
package dev.confab.cli.seed;

import org.jspecify.annotations.NullMarked;
