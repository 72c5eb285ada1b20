/** Reports: messages that somebody finds wrong, and what moderators decide about them. */
@NullMarked
package dev.confab.chat.report;

import org.jspecify.annotations.NullMarked;
