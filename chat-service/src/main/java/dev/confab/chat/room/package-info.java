/**
 * Rooms: their names, who may see and use them, and what people are in them. A room is one row here and one
 * event stream with the same id; everything that happens in the room is in that stream.
 */
@NullMarked
package dev.confab.chat.room;

import org.jspecify.annotations.NullMarked;
