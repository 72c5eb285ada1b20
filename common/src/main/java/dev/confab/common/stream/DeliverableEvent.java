package dev.confab.common.stream;

import org.jspecify.annotations.Nullable;

/** An event on its way to the subscribers of this node, with its encoded forms, each computed once and shared by all. */
public final class DeliverableEvent {
    private final StreamEvent event;
    private volatile @Nullable Encoded<?> encoded;

    /** One of the few forms (one per protocol in use), in a list. */
    private record Encoded<T>(
            EventEncoding<T> encoding, T form, @Nullable Encoded<?> next) {}

    public DeliverableEvent(StreamEvent event) {
        this.event = event;
    }

    public StreamEvent event() {
        return event;
    }

    public long seq() {
        return event.seq();
    }

    /** This event in the given form. */
    public <T> T encoded(EventEncoding<T> encoding) {
        T form = find(encoding);
        if (form == null) {
            synchronized (this) {
                form = find(encoding);
                if (form == null) {
                    form = encoding.encode(event);
                    encoded = new Encoded<>(encoding, form, encoded);
                }
            }
        }
        return form;
    }

    @SuppressWarnings("unchecked") // the encoding is the same object, so the form is of its type
    private <T> @Nullable T find(EventEncoding<T> encoding) {
        for (Encoded<?> candidate = encoded; candidate != null; candidate = candidate.next) {
            if (candidate.encoding == encoding) {
                return (T) candidate.form;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return event.toString();
    }
}
