/** The error and request handling of module common, seen through a running service. */
@NullMarked
package dev.confab.notification.error;

import org.jspecify.annotations.NullMarked;
