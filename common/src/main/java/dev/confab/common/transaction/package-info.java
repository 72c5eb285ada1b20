/** How the suite's own tables take part in a transaction that somebody else has begun. */
@NullMarked
package dev.confab.common.transaction;

import org.jspecify.annotations.NullMarked;
