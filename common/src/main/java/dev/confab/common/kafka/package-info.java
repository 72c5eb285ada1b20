/** Kafka as the suite uses it: clients made from the service's {@code kafka.*} settings, and topics it creates itself. */
@NullMarked
package dev.confab.common.kafka;

import org.jspecify.annotations.NullMarked;
