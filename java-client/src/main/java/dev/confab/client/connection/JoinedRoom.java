package dev.confab.client.connection;

import dev.confab.client.StreamPosition;

/**
 * The answer to joining a room: {@code top} is the end of its stream at that moment, {@code from} the first event that
 * is delivered. {@code recovered} is false when a given position could not be continued whole.
 */
public record JoinedRoom(String room, String roomId, StreamPosition top, boolean recovered, long from) {}
