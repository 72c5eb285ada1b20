package dev.confab.common.stream;

/**
 * A form in which a protocol sends events. Instances are compared by identity: keep one per form in a constant.
 *
 * @param <T> what is shared by all receivers, so it must be immutable (a string, a read-only buffer)
 */
@FunctionalInterface
public interface EventEncoding<T> {
    /** Called once per event and node, on a delivering thread; must not block. */
    T encode(StreamEvent event);
}
