/**
 * Java client of confab. The vocabulary shared by {@link dev.confab.client.rest} (REST), {@link
 * dev.confab.client.connection} (the native WebSocket protocol with resume) and {@link dev.confab.client.socket} (a
 * bare WebSocket for tests) lives here; this package uses none of the three.
 */
@NullMarked
package dev.confab.client;

import org.jspecify.annotations.NullMarked;
