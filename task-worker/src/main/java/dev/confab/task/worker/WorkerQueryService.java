package dev.confab.task.worker;

import java.util.List;

/** Which workers there are. */
public interface WorkerQueryService {
    /** All that run, and those that disappeared in the last hours without saying so. Blocking. */
    List<WorkerView> workers();
}
