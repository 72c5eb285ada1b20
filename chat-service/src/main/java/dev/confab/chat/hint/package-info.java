/**
 * What whoever looks at a room is told in passing: stored nowhere, merged or dropped for a client that is behind, best
 * effort between nodes.
 */
@NullMarked
package dev.confab.chat.hint;

import org.jspecify.annotations.NullMarked;
