package dev.confab.chat.room;

import java.util.UUID;

/** That somebody is in a room. */
public record RoomVisit(UUID roomId, UUID userId) {}
