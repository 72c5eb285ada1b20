/** What concerns one person on all of their devices: events of the personal stream. */
@NullMarked
package dev.confab.chat.personal;

import org.jspecify.annotations.NullMarked;
