package dev.confab.cli.seed;

/** What a run created, and what was there already. */
record SeedResult(
        int usersCreated, int usersFound, int roomsCreated, int roomsFound, int messagesPosted, int messagesFound) {}
