/** Reports. */
@NullMarked
package dev.confab.chat.report;

import org.jspecify.annotations.NullMarked;
