/** Who is calling, and whose word a service takes for it when it did not sign them in itself. */
@NullMarked
package dev.confab.common.identity;

import org.jspecify.annotations.NullMarked;
