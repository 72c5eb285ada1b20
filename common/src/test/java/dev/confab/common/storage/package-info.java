/** Both kinds of storage, against a real directory and a real server. */
@NullMarked
package dev.confab.common.storage;

import org.jspecify.annotations.NullMarked;
