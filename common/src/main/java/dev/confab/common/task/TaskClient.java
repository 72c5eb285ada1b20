package dev.confab.common.task;

import dev.confab.common.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/**
 * Submits tasks in the caller's transaction: if it commits, the task is done at least once, whatever crashes; if it is
 * rolled back, there is no task.
 */
@ApplicationScoped
public class TaskClient {
    private final Outbox outbox;
    private final InstantSource clock;

    @Inject
    public TaskClient(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** In the transaction of {@code @Transactional}. Blocking; fails where there is none. */
    public void submit(TaskRequest request) {
        outbox.add(TaskRequestCodec.record(request, clock.instant()));
    }

    /**
     * In the transaction of this connection, for callers whose transactions are plain SQL; they call {@link #committed()}
     * afterwards. Blocking.
     */
    public void submit(Connection connection, List<TaskRequest> requests) throws SQLException {
        outbox.add(
                connection,
                requests.stream()
                        .map(request -> TaskRequestCodec.record(request, clock.instant()))
                        .toList());
    }

    /** As {@link Outbox#committed()}. */
    public void committed() {
        outbox.committed();
    }
}
