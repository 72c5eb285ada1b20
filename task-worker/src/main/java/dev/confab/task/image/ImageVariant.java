package dev.confab.task.image;

/**
 * An image made of another one.
 *
 * @param size in bytes
 */
public record ImageVariant(int width, int height, long size, String contentType) {}
