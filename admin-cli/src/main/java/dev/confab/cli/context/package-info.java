/**
 * Contexts: which deployments this user knows, and the tokens for them, in a file that only the user can read.
 */
@NullMarked
package dev.confab.cli.context;

import org.jspecify.annotations.NullMarked;
