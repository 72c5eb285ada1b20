/** The health checks of module common, seen through a running service. */
@NullMarked
package dev.confab.notification.health;

import org.jspecify.annotations.NullMarked;
