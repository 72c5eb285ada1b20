/**
 * The {@code confab} command. Plain picocli without a container, because it must start fast (ADR 0004).
 */
@NullMarked
package dev.confab.cli;

import org.jspecify.annotations.NullMarked;
