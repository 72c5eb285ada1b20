/** What is special about the connections of this service: guests, and sign-ins that end. */
@NullMarked
package dev.confab.chat.connection;

import org.jspecify.annotations.NullMarked;
