package dev.confab.bench.history;

/** A place in a stream. */
record Position(String epoch, long seq) {
    Position at(long other) {
        return new Position(epoch, other);
    }

    @Override
    public String toString() {
        return epoch + "/" + seq;
    }
}
