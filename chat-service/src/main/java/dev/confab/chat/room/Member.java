package dev.confab.chat.room;

import java.util.UUID;

/** A member of a private room as the API shows one; {@code role} is {@code owner} or {@code member}. */
public record Member(UUID id, String username, String role) {}
