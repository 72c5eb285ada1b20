/**
 * The history checker: people on many connections talk while everything below them is killed, frozen and cut off; each
 * connection writes down what it saw, and at the end all of it must be one history. The observers are a client of their
 * own that hides nothing: no repetition is dropped, no gap is repaired.
 */
@NullMarked
package dev.confab.bench.history;

import org.jspecify.annotations.NullMarked;
