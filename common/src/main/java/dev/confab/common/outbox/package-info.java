/**
 * Records for Kafka that are stored in the transaction whose outcome they tell. The relay publishes them after the commit:
 * at least once, in order per key; nothing is published of a transaction that was rolled back.
 */
@NullMarked
package dev.confab.common.outbox;

import org.jspecify.annotations.NullMarked;
