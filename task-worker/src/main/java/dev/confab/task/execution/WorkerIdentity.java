package dev.confab.task.execution;

import dev.confab.common.id.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;

/** Who this worker is. Another one after every start, so that nothing of an earlier life is taken for its own. */
@ApplicationScoped
public class WorkerIdentity {
    private final String id = Uuid7.create().toString();

    public String id() {
        return id;
    }
}
