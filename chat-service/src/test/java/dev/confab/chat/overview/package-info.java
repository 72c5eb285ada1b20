/** The overview for staff. */
@NullMarked
package dev.confab.chat.overview;

import org.jspecify.annotations.NullMarked;
