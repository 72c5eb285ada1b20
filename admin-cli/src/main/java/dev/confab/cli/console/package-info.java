/**
 * What every command shares: the terminal, output formats, global options, exit codes and the reporting of errors.
 */
@NullMarked
package dev.confab.cli.console;

import org.jspecify.annotations.NullMarked;
