package dev.confab.task.schedule;

/** What happens with ticks that nobody fired in time. */
public enum CatchUp {
    /** They are left out. */
    SKIP,
    /** The newest is run, in place of all of them. */
    ONCE,
    /** Each is run, as long as there are not too many. */
    ALL
}
