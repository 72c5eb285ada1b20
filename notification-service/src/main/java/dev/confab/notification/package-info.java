@NullMarked
package dev.confab.notification;

import org.jspecify.annotations.NullMarked;
