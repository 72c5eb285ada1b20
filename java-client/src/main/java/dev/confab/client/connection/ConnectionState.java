package dev.confab.client.connection;

import java.time.Duration;

/** Where a {@link ConfabConnection} stands. */
public sealed interface ConnectionState {
    /** Not started. */
    record Idle() implements ConnectionState {}

    /** The handshake is under way; {@code attempt} counts from 1 since the connection was last well for a while. */
    record Connecting(int attempt) implements ConnectionState {}

    /** The socket is open and waits for the server's welcome. */
    record Greeting(int attempt) implements ConnectionState {}

    /** Welcome; rooms are being joined and what was missed is arriving. */
    record Resuming(int attempt, Session session) implements ConnectionState {}

    /** Every room is joined and nothing is missing. Once that has lasted, the backoff starts afresh. */
    record Live(Session session) implements ConnectionState {}

    /** The last try failed or the socket was lost; the next try follows after {@code delay}. */
    record Waiting(int attempt, Duration delay, Disconnect cause) implements ConnectionState {}

    /** Over for good: closed by its owner, or by a server that does not want it back. */
    record Closed(Disconnect cause) implements ConnectionState {}
}
