/**
 * Whether a service works and what around it does. Live means that the process can serve at all. Ready means that it
 * should get traffic: its database answers and it is not being drained. Kafka, Redis and the disk are watched and shown, but
 * never take a service out of traffic, because people go on talking without them.
 */
@NullMarked
package dev.confab.common.health;

import org.jspecify.annotations.NullMarked;
