/**
 * The way of committed events out to Kafka and back in: the relay publishes the outbox in the order of each stream, several
 * nodes sharing the work by leases; the consumer hands what other nodes have stored to the hubs of this one.
 */
@NullMarked
package dev.confab.common.relay;

import org.jspecify.annotations.NullMarked;
