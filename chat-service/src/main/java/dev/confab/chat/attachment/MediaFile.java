package dev.confab.chat.attachment;

/**
 * A file that a caller may fetch.
 *
 * @param key where it lies
 * @param inline whether it may be shown: it is an image that we have made ourselves
 */
record MediaFile(String key, String name, long size, String contentType, boolean inline) {}
