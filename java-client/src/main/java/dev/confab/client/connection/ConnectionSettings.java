package dev.confab.client.connection;

import java.time.Duration;

/**
 * How a connection behaves.
 *
 * @param client what to call itself in the server's logs
 * @param backoff waiting times between tries
 * @param answerTimeout how long a handshake and a welcome may take
 * @param maxPending how many messages, and how many other commands, may wait for an answer; more are refused
 * @param window how many received frames may wait for the listener before no more are read
 * @param healthyAfter how long everything must have been well before the waiting times start afresh
 * @param resendFor how long a message that was refused temporarily is tried again; zero: not at all
 */
public record ConnectionSettings(
        String client,
        Backoff backoff,
        Duration answerTimeout,
        Duration healthyAfter,
        int maxPending,
        int window,
        Duration resendFor) {
    public static final ConnectionSettings DEFAULT = new ConnectionSettings(
            "confab-java",
            Backoff.DEFAULT,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            1_000,
            256,
            Duration.ofSeconds(30));

    public ConnectionSettings {
        if (!answerTimeout.isPositive()
                || healthyAfter.isNegative()
                || maxPending < 1
                || window < 1
                || resendFor.isNegative()) {
            throw new IllegalArgumentException("timeouts and bounds must be positive");
        }
    }

    public ConnectionSettings withClient(String name) {
        return new ConnectionSettings(name, backoff, answerTimeout, healthyAfter, maxPending, window, resendFor);
    }

    public ConnectionSettings withBackoff(Backoff other) {
        return new ConnectionSettings(client, other, answerTimeout, healthyAfter, maxPending, window, resendFor);
    }

    public ConnectionSettings withAnswerTimeout(Duration timeout) {
        return new ConnectionSettings(client, backoff, timeout, healthyAfter, maxPending, window, resendFor);
    }

    public ConnectionSettings withHealthyAfter(Duration duration) {
        return new ConnectionSettings(client, backoff, answerTimeout, duration, maxPending, window, resendFor);
    }

    public ConnectionSettings withMaxPending(int commands) {
        return new ConnectionSettings(client, backoff, answerTimeout, healthyAfter, commands, window, resendFor);
    }

    public ConnectionSettings withWindow(int frames) {
        return new ConnectionSettings(client, backoff, answerTimeout, healthyAfter, maxPending, frames, resendFor);
    }

    public ConnectionSettings withResendFor(Duration duration) {
        return new ConnectionSettings(client, backoff, answerTimeout, healthyAfter, maxPending, window, duration);
    }
}
