/**
 * The local stack: real PostgreSQL, Redis and Kafka as child processes of this JVM, and the launcher that runs
 * the whole suite on them. Nothing outlives the JVM that started it, however that JVM ends.
 */
@NullMarked
package dev.confab.local;

import org.jspecify.annotations.NullMarked;
