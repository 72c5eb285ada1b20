/**
 * One trace from the frame or request that began something to the last thing it causes: the W3C trace context, in the
 * form in which it travels through tables, topics, headers and mails.
 */
@NullMarked
package dev.confab.common.trace;

import org.jspecify.annotations.NullMarked;
