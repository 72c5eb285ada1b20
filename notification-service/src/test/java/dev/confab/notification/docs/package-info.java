/** Keeps the documents about this service equal to what it does. */
@NullMarked
package dev.confab.notification.docs;

import org.jspecify.annotations.NullMarked;
