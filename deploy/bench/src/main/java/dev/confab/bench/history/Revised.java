package dev.confab.bench.history;

/** A change of a message that its author was told to be done: to this text, or to none because it is deleted. */
record Revised(String room, String messageId, String userId, String text) {
    boolean deleted() {
        return text.isEmpty();
    }
}
