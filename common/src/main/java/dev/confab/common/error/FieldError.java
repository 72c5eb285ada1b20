package dev.confab.common.error;

/**
 * One field of a request that was not acceptable.
 *
 * @param field the path of the field as the client wrote it, for example {@code email} or {@code items[2].name}
 * @param message what is wrong with it, for people
 */
public record FieldError(String field, String message) {}
