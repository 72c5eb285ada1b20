/**
 * confab's REST API as blocking calls with typed records. Errors are {@link
 * dev.confab.client.rest.ConfabApiException}s that carry the server's stable code and request id.
 */
@NullMarked
package dev.confab.client.rest;

import org.jspecify.annotations.NullMarked;
