/**
 * {@code confab bench}: measures the suite from outside, with real sockets, and counts what was lost, doubled or out of
 * order. It shares the machine with what it measures and says so.
 */
@NullMarked
package dev.confab.bench;

import org.jspecify.annotations.NullMarked;
