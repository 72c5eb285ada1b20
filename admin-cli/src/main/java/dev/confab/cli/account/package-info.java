/**
 * Signing in and out, and who one is.
 */
@NullMarked
package dev.confab.cli.account;

import org.jspecify.annotations.NullMarked;
