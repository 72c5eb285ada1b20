/** What is known of an image without decoding it, and who decodes it. */
@NullMarked
package dev.confab.common.image;

import org.jspecify.annotations.NullMarked;
