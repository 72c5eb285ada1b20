@NullMarked
package dev.confab.chat.thread;

import org.jspecify.annotations.NullMarked;
