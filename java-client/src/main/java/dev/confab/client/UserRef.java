package dev.confab.client;

/** Who did or is something: the id is stable, the username is what people read. */
public record UserRef(String id, String username) {}
