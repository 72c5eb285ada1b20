package dev.confab.chat.attachment;

/**
 * What is known of a file when it has arrived.
 *
 * @param name        safe to be shown and to be saved under
 * @param contentType by its content
 */
record UploadedFile(String name, long size, String contentType, AttachmentKind kind) {}
