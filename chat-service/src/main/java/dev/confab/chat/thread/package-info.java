/**
 * Threads: replies beside the conversation of a room, who follows them, and how far each follower has read. Replies are
 * messages of the room's stream; following and reading concern one person and are in personal streams.
 */
@NullMarked
package dev.confab.chat.thread;

import org.jspecify.annotations.NullMarked;
