package dev.confab.common.stream;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * What all hubs of a node share.
 *
 * @param threads virtual threads: fan-out, catch-up and database work
 * @param timer only hands tasks to {@code threads}
 * @param verifier has a hub compared with the database soon; called under the hub's lock
 * @param closed called when a hub is closed, under its lock
 */
record HubContext(
        StreamStore store,
        StreamConfig.Hub settings,
        RecentEvents.Budget recentBudget,
        StreamMetrics metrics,
        ExecutorService threads,
        ScheduledExecutorService timer,
        Consumer<StreamHub> verifier,
        Consumer<StreamHub> closed) {}
