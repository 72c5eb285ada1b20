package dev.confab.client;

/**
 * A place in a stream: everything up to and including {@code seq} of this {@code epoch} has been seen. Only comparable
 * within one epoch.
 */
public record StreamPosition(String epoch, long seq) {}
