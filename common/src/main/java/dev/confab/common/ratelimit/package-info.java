/**
 * Limits on how often somebody may do something, counted across all nodes in Redis and per node while Redis is away.
 */
@NullMarked
package dev.confab.common.ratelimit;

import org.jspecify.annotations.NullMarked;
