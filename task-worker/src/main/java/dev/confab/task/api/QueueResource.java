package dev.confab.task.api;

import dev.confab.task.query.QueueOverview;
import dev.confab.task.query.TaskQueryService;
import dev.confab.task.schedule.ScheduleQueryService;
import dev.confab.task.schedule.ScheduleView;
import dev.confab.task.worker.WorkerQueryService;
import dev.confab.task.worker.WorkerView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the work as a whole is doing. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed("staff")
@Tag(name = "Queues and workers (staff)")
class QueueResource {
    private final TaskQueryService queries;
    private final WorkerQueryService workers;
    private final ScheduleQueryService schedules;

    QueueResource(TaskQueryService queries, WorkerQueryService workers, ScheduleQueryService schedules) {
        this.queries = queries;
        this.workers = workers;
        this.schedules = schedules;
    }

    @GET
    @Path("/queues")
    @Operation(summary = "The queues", description = "On all workers together.")
    public List<QueueOverview> queues() {
        return queries.queues();
    }

    @GET
    @Path("/workers")
    @Operation(summary = "The workers", description = "Those that run, and those that disappeared in the last hours.")
    public List<WorkerView> workers() {
        return workers.workers();
    }

    @GET
    @Path("/schedules")
    @Operation(summary = "The schedules", description = "Tasks that come again and again.")
    public List<ScheduleView> schedules() {
        return schedules.schedules();
    }
}
