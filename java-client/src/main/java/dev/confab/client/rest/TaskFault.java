package dev.confab.client.rest;

/** Why an attempt or a task failed: a stable code and a sentence for people. */
public record TaskFault(String code, String message) {}
