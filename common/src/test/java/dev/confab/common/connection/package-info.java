/** Tests of connections. */
@NullMarked
package dev.confab.common.connection;

import org.jspecify.annotations.NullMarked;
