package dev.confab.bench.history;

/**
 * An event as one connection received it.
 *
 * @param nanos when, as {@link System#nanoTime} says it in this process
 * @param content a hash of actor, client message id and data that does not depend on the order of fields
 */
record Sighting(long nanos, long seq, String epoch, String eventId, String kind, int content) {}
