@NullMarked
package dev.confab.chat;

import org.jspecify.annotations.NullMarked;
