/**
 * {@code confab healthcheck}: the services and what they stand on.
 */
@NullMarked
package dev.confab.cli.health;

import org.jspecify.annotations.NullMarked;
