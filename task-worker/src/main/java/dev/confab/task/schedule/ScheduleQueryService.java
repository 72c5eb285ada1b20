package dev.confab.task.schedule;

import java.util.List;

/** Which schedules there are. */
public interface ScheduleQueryService {
    /** Those that this service is set to run, by name. Blocking. */
    List<ScheduleView> schedules();
}
