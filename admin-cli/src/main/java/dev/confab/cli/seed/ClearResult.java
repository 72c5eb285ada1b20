package dev.confab.cli.seed;

/** What a run removed. */
record ClearResult(int roomsDeleted, int usersDeleted) {}
