package dev.confab.client.rest;

/** A member of a private room; {@code role} is {@code owner} or {@code member}. */
public record Member(String id, String username, String role) {}
