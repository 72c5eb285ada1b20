/** What the tests of several features need: events as other services publish them, and a look at the database. */
@NullMarked
package dev.confab.notification.testing;

import org.jspecify.annotations.NullMarked;
