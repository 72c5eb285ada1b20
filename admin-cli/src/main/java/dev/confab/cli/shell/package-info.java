/**
 * Version and shell completion.
 */
@NullMarked
package dev.confab.cli.shell;

import org.jspecify.annotations.NullMarked;
