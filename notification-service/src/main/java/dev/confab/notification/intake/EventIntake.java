package dev.confab.notification.intake;

/** The stream of events into this service. */
public interface EventIntake {
    /** Whether this node takes part and the broker answers. While it does not, what people have read is not known. */
    boolean isConnected();
}
