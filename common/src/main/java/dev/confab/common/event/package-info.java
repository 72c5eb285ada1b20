/**
 * The form in which events leave the suite: CloudEvents 1.0 as JSON, on topics with fixed names, so that a consumer needs
 * nothing of ours to read them.
 */
@NullMarked
package dev.confab.common.event;

import org.jspecify.annotations.NullMarked;
