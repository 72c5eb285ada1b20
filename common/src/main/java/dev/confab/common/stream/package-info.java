/**
 * The log: gap-free streams of events, one per room and one per user, that the database orders and every node delivers
 * in that order. {@link dev.confab.common.stream.StreamLog} stores, {@link dev.confab.common.stream.StreamHubs}
 * delivers; the rest of the package is what the two exchange with their callers.
 */
@NullMarked
package dev.confab.common.stream;

import org.jspecify.annotations.NullMarked;
