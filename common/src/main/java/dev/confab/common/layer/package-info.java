/**
 * What carries events between the nodes of chat-service: Kafka, or nothing where one process is all there is. The local layer
 * holds the only place there is, and keeps what is not published until there is somebody to publish it for.
 */
@NullMarked
package dev.confab.common.layer;

import org.jspecify.annotations.NullMarked;
