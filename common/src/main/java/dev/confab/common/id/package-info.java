/** Identifiers that sort by the time of their making. */
@NullMarked
package dev.confab.common.id;

import org.jspecify.annotations.NullMarked;
