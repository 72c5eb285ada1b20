/** What this service tells about itself and about who is asking. */
@NullMarked
package dev.confab.notification.info;

import org.jspecify.annotations.NullMarked;
