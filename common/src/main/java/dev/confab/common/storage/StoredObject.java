package dev.confab.common.storage;

import java.time.Instant;

/**
 * An object that is there.
 *
 * @param size in bytes
 * @param storedAt by the clock of the store
 */
public record StoredObject(String key, long size, Instant storedAt) {}
