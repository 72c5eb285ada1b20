@NullMarked
package dev.confab.chat.action;

import org.jspecify.annotations.NullMarked;
