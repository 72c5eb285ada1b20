/**
 * The node's link to Redis: one pipelined connection for commands and one for subscriptions, both of which fail fast while
 * Redis is away and come back by themselves. Nothing durable goes through here.
 */
@NullMarked
package dev.confab.common.redis;

import org.jspecify.annotations.NullMarked;
