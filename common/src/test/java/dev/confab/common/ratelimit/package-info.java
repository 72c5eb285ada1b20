/** Tests of rate limits. */
@NullMarked
package dev.confab.common.ratelimit;

import org.jspecify.annotations.NullMarked;
