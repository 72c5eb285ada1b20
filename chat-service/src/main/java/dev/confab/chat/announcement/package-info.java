/** Announcements: what moderators tell everybody who follows a room. */
@NullMarked
package dev.confab.chat.announcement;

import org.jspecify.annotations.NullMarked;
