/** What the tests of the services use to run on the embedded stack. */
@NullMarked
package dev.confab.local.test;

import org.jspecify.annotations.NullMarked;
