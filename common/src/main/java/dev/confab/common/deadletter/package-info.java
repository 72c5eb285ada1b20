/** What consumers do with records that can never be handled: find them, put them aside, go on with those behind them. */
@NullMarked
package dev.confab.common.deadletter;

import org.jspecify.annotations.NullMarked;
