/** Tests of presence. */
@NullMarked
package dev.confab.chat.presence;

import org.jspecify.annotations.NullMarked;
