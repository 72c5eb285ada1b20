/** The JSON frames of WebSocket protocols, read strictly and written without detours. */
@NullMarked
package dev.confab.common.frame;

import org.jspecify.annotations.NullMarked;
