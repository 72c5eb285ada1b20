/** What was said in a room and is no message of its history: announcements, and whispers to the reader. */
@NullMarked
package dev.confab.chat.aside;

import org.jspecify.annotations.NullMarked;
