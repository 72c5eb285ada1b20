/** What may never be found in a log. */
@NullMarked
package dev.confab.chat.logging;

import org.jspecify.annotations.NullMarked;
