package dev.confab.task.api;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.task.cancel.TaskCancelService;
import dev.confab.task.intake.TaskSubmissionService;
import dev.confab.task.intake.TaskSubmissionService.Submission;
import dev.confab.task.lifecycle.TaskState;
import dev.confab.task.query.TaskFilter;
import dev.confab.task.query.TaskPage;
import dev.confab.task.query.TaskQueryService;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.InstantSource;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Tasks over REST. A submission is stored when it is answered, and will be run at least once. */
@Path("/api/tasks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed("staff")
@Tag(name = "Tasks (staff)")
class TaskResource {
    private final TaskSubmissionService submissions;
    private final TaskQueryService queries;
    private final TaskCancelService cancels;
    private final InstantSource clock;
    /** Of the current request. */
    private final SecurityIdentity identity;

    TaskResource(
            TaskSubmissionService submissions,
            TaskQueryService queries,
            TaskCancelService cancels,
            InstantSource clock,
            SecurityIdentity identity) {
        this.submissions = submissions;
        this.queries = queries;
        this.cancels = cancels;
        this.clock = clock;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Submit a task",
            description =
                    "Now, or later by `countdown` or `eta`. A repetition with the same `id` changes nothing and is "
                            + "answered by 200 with the task as it is. Errors: unknown_task_type, unknown_queue.")
    @APIResponse(
            responseCode = "201",
            description = "Stored; `Location` names it",
            content = @Content(schema = @Schema(implementation = TaskDocument.class)))
    @APIResponse(
            responseCode = "200",
            description = "There was a task with this id already",
            content = @Content(schema = @Schema(implementation = TaskDocument.class)))
    public RestResponse<TaskDocument> submit(@Nullable TaskSubmission body) {
        if (body == null) {
            throw new ConfabException(ErrorCode.INVALID_REQUEST, "A JSON object is required.");
        }
        String source = "/users/" + identity.getPrincipal().getName();
        Submission stored = submissions.submit(body.request(submissions::defaultQueue, source, clock.instant()));
        TaskDocument task = TaskDocument.whole(stored.task());
        return stored.created()
                ? ResponseBuilder.<TaskDocument>create(RestResponse.Status.CREATED)
                        .entity(task)
                        .location(URI.create("/api/tasks/" + task.id()))
                        .build()
                : RestResponse.ok(task);
    }

    @GET
    @Operation(
            summary = "List tasks",
            description = "The newest first, a page at a time, without payloads and results.")
    public ListPage<TaskDocument> list(
            @Parameter(description = "Only those in this state") @RestQuery @Nullable String state,
            @RestQuery @Nullable String queue,
            @RestQuery @Nullable String type,
            @Parameter(description = "The `next` of the page before") @RestQuery @Nullable UUID after,
            @RestQuery @DefaultValue("50") int limit) {
        TaskPage page = queries.list(new TaskFilter(state(state), queue, type), after, ListPage.checked(limit));
        return new ListPage<>(page.tasks().stream().map(TaskDocument::listed).toList(), page.next());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One task", description = "With its payload, result and attempts.")
    public TaskDocument get(
            @RestPath UUID id,
            @Parameter(
                            description =
                                    "Answer when the task has ended, or as it is after this time: `500ms`, `30s`; a "
                                            + "minute at most")
                    @RestQuery
                    @Nullable
                    String wait)
            throws InterruptedException {
        return queries.awaitEnd(id, WaitTime.parse(wait))
                .map(TaskDocument::whole)
                .orElseThrow(() -> new ConfabException(ErrorCode.TASK_NOT_FOUND, "There is no such task."));
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(
            summary = "Take a task back",
            description =
                    "One that waits is revoked at once. One that runs is asked to stop, and what it does afterwards "
                            + "does not count. Errors: task_not_found, conflict (it has succeeded or failed).")
    public TaskDocument cancel(@RestPath UUID id) {
        return TaskDocument.whole(cancels.cancel(id));
    }

    private static @Nullable TaskState state(@Nullable String name) {
        return name == null
                ? null
                : TaskState.of(name)
                        .orElseThrow(() -> ConfabException.invalid(
                                "state", "must be pending, scheduled, started, retry, succeeded, failed or revoked"));
    }
}
