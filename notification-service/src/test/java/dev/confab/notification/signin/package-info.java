@NullMarked
package dev.confab.notification.signin;

import org.jspecify.annotations.NullMarked;
