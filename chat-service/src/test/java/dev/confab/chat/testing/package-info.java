/** What the tests of several features share: people who use the service, and a look at the statements that it runs. */
@NullMarked
package dev.confab.chat.testing;

import org.jspecify.annotations.NullMarked;
