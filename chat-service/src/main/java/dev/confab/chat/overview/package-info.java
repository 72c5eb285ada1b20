/** What the people who run the service want to see at a glance. */
@NullMarked
package dev.confab.chat.overview;

import org.jspecify.annotations.NullMarked;
