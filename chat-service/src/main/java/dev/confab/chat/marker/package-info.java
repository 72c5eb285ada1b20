/** Read markers: how far each user has read each room, on all of the user's devices. */
@NullMarked
package dev.confab.chat.marker;

import org.jspecify.annotations.NullMarked;
