package dev.confab.common.error;

import io.vertx.core.http.HttpServerRequest;
import java.util.OptionalLong;

/**
 * Lets requests of a kind have larger bodies than others; a CDI bean. Whoever takes them reads them as a stream.
 * {@code quarkus.http.limits.max-body-size} must not be below what this allows.
 */
public interface LargeBody {
    /** How many bytes this request may have; empty if it is none of them. Called on an event loop. */
    OptionalLong limitOf(HttpServerRequest request);
}
