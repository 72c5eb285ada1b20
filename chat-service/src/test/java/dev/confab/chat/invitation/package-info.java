/** Invitations. */
@NullMarked
package dev.confab.chat.invitation;

import org.jspecify.annotations.NullMarked;
