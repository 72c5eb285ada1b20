/** What this service tells about itself and about who is asking. */
@NullMarked
package dev.confab.task.info;

import org.jspecify.annotations.NullMarked;
