package dev.confab.bench.history;

/**
 * Somebody was made a member of a private room, or is none any more. Changes of one person in one room follow each
 * other; each was tried until it was done.
 */
record MemberChange(String room, String userId, boolean added, long begun, long ended) {}
