package dev.confab.chat.attachment;

/**
 * An image that was made of another one.
 *
 * @param size in bytes
 */
public record AttachmentVariant(int width, int height, long size, String contentType) {}
