/**
 * Search in what was said: an index that follows the log in the background, and queries that find only what the caller may
 * read at that moment.
 */
@NullMarked
package dev.confab.chat.search;

import org.jspecify.annotations.NullMarked;
