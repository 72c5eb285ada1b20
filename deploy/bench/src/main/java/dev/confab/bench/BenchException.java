package dev.confab.bench;

/** The measurement could not be made; the message says why. */
final class BenchException extends RuntimeException {
    BenchException(String message) {
        super(message);
    }
}
