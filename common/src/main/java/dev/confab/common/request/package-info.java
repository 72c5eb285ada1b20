/**
 * What is true of every HTTP request, whoever answers it: it has an id that is returned, logged and carried on, its
 * duration is told, and it leaves one line in the log. Works below JAX-RS, so that health, static files and requests
 * that match nothing are no exception.
 */
@NullMarked
package dev.confab.common.request;

import org.jspecify.annotations.NullMarked;
