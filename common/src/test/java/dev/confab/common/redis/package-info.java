/** Tests of the link to Redis, and a node of its own for other tests. */
@NullMarked
package dev.confab.common.redis;

import org.jspecify.annotations.NullMarked;
