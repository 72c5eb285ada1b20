package dev.confab.task.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.task.TaskRequest;
import dev.confab.task.intake.TaskSubmissionService;
import dev.confab.task.lifecycle.TaskView;
import dev.confab.task.query.TaskQueryService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;

/** Submits tasks and waits for them. */
@ApplicationScoped
class TaskCalls {
    static final Duration LONG = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TaskSubmissionService submission;
    private final TaskQueryService query;

    @Inject
    TaskCalls(TaskSubmissionService submission, TaskQueryService query) {
        this.submission = submission;
        this.query = query;
    }

    TaskView run(String type, String payload) {
        return ended(submit(request(type, payload)).id());
    }

    TaskView submit(TaskRequest request) {
        return submission.submit(request).task();
    }

    /** As it is at this moment. */
    TaskView now(UUID id) {
        return query.find(id).orElseThrow();
    }

    TaskView ended(UUID id) {
        try {
            TaskView task = query.awaitEnd(id, LONG).orElseThrow();
            assertThat(task.state().isFinal()).as(task.toString()).isTrue();
            return task;
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    static TaskRequest request(String type, String payload) {
        try {
            return TaskRequest.of(type, (ObjectNode) JSON.readTree(payload), "/test");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
