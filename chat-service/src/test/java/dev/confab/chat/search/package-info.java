@NullMarked
package dev.confab.chat.search;

import org.jspecify.annotations.NullMarked;
