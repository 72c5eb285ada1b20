/** What is different in an installation of one process; that the rest is not, other tests say, which run on both layers. */
@NullMarked
package dev.confab.chat.layer;

import org.jspecify.annotations.NullMarked;
