/** What a service trusts about its callers when it did not sign them in itself. */
@NullMarked
package dev.confab.common.identity;

import org.jspecify.annotations.NullMarked;
