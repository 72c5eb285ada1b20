/** Requests become rows: from Kafka and from REST, once each, however often they come. */
@NullMarked
package dev.confab.task.intake;

import org.jspecify.annotations.NullMarked;
