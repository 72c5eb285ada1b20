/** What people tell of themselves: on holiday, in a meeting. */
@NullMarked
package dev.confab.chat.status;

import org.jspecify.annotations.NullMarked;
