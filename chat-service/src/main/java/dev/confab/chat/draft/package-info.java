/** What people have begun to write, on all of their devices. */
@NullMarked
package dev.confab.chat.draft;

import org.jspecify.annotations.NullMarked;
