/** Tests of rate limits. */
@NullMarked
package dev.confab.chat.ratelimit;

import org.jspecify.annotations.NullMarked;
