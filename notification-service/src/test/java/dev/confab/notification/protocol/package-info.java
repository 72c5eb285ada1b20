@NullMarked
package dev.confab.notification.protocol;

import org.jspecify.annotations.NullMarked;
