/** What is in {@code examples/} works as it is written there. */
@NullMarked
package dev.confab.system.examples;

import org.jspecify.annotations.NullMarked;
