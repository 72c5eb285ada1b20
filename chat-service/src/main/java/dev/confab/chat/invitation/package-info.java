/** Invitations into rooms: to one person, or by a link. */
@NullMarked
package dev.confab.chat.invitation;

import org.jspecify.annotations.NullMarked;
