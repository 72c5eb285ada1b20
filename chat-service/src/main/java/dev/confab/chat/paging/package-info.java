/** What all lists of this service's REST API have in common. */
@NullMarked
package dev.confab.chat.paging;

import org.jspecify.annotations.NullMarked;
