/** Tests of what both protocols share. */
@NullMarked
package dev.confab.chat.protocol;

import org.jspecify.annotations.NullMarked;
