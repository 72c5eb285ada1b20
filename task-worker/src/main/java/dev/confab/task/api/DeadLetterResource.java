package dev.confab.task.api;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.task.deadletter.DeadLetterService;
import dev.confab.task.deadletter.DeadLetterService.DeadLetterFilter;
import dev.confab.task.query.TaskPage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Tasks that have failed for good. */
@Path("/api/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed("staff")
@Tag(name = "Dead letters (staff)")
class DeadLetterResource {
    private final DeadLetterService letters;

    DeadLetterResource(DeadLetterService letters) {
        this.letters = letters;
    }

    @GET
    @Operation(summary = "List dead letters", description = "Those that failed last are first, without their payloads.")
    public ListPage<DeadLetterDocument> list(
            @RestQuery @Nullable String queue,
            @RestQuery @Nullable String type,
            @Parameter(description = "The `next` of the page before") @RestQuery @Nullable UUID after,
            @RestQuery @DefaultValue("50") int limit) {
        TaskPage page = letters.list(new DeadLetterFilter(queue, type), after, ListPage.checked(limit));
        return new ListPage<>(
                page.tasks().stream().map(DeadLetterDocument::listed).toList(), page.next());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One dead letter", description = "With its payload and attempts. Errors: task_not_found.")
    public DeadLetterDocument get(@RestPath UUID id) {
        return letters.find(id)
                .map(DeadLetterDocument::whole)
                .orElseThrow(() -> new ConfabException(ErrorCode.TASK_NOT_FOUND, "There is no such dead letter."));
    }

    @POST
    @Path("/{id}/replay")
    @Operation(
            summary = "Run one again",
            description =
                    "It keeps its id and has all its retries again. Errors: task_not_found, conflict (it is not dead).")
    public TaskDocument replay(@RestPath UUID id) {
        return TaskDocument.whole(letters.replay(id));
    }

    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Run many again", description = "Those that have been dead longest are first.")
    public Replayed replayMany(@Nullable Selection body) {
        if (body == null) {
            throw new ConfabException(ErrorCode.INVALID_REQUEST, "A JSON object is required.");
        }
        if (body.limit() == null) {
            throw ConfabException.invalid("limit", "is required");
        }
        return new Replayed(
                letters.replay(new DeadLetterFilter(body.queue(), body.type()), ListPage.checked(body.limit())));
    }

    /** Which dead letters to run again; absent matches all. */
    record Selection(
            @Nullable String queue,
            @Nullable String type,

            @Schema(required = true, minimum = "1", maximum = "200", description = "At most so many") @Nullable
            Integer limit) {}

    /** How many were run again. */
    record Replayed(int replayed) {}
}
