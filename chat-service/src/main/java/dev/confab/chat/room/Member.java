package dev.confab.chat.room;

import java.util.UUID;

/** A member of a room as the API shows one; {@code role} is the wire name of a {@link MemberRole}. */
public record Member(UUID id, String username, String role) {}
