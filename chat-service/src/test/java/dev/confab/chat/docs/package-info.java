/** Keeps the documents about chat-service equal to what it does. */
@NullMarked
package dev.confab.chat.docs;

import org.jspecify.annotations.NullMarked;
