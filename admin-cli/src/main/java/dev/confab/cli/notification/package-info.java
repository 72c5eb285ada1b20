/**
 * {@code confab notifications}: notifications, and why a mail was sent or not.
 */
@NullMarked
package dev.confab.cli.notification;

import org.jspecify.annotations.NullMarked;
