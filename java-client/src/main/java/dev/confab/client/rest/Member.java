package dev.confab.client.rest;

/** Who has a role in a room: {@code owner}, {@code moderator}, {@code member} or {@code read_only}. */
public record Member(String id, String username, String role) {}
