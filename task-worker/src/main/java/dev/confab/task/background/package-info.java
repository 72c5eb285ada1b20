/** Work that goes on beside requests: steps on threads of their own, repeated until the service stops. */
@NullMarked
package dev.confab.task.background;

import org.jspecify.annotations.NullMarked;
