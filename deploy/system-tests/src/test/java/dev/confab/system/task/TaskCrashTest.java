package dev.confab.system.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.EmbeddedStack;
import dev.confab.local.ServiceNode;
import dev.confab.local.Suite;
import dev.confab.system.chat.TwoNodeSuite;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No task is lost and none is done twice, whatever dies in the middle of it. */
class TaskCrashTest {
    private static final int MANY = 6000;
    private static final int TRIES = 3;

    private final Suite suite = TwoNodeSuite.get();
    private final EmbeddedStack stack = suite.stack();
    private final TaskLoad load = new TaskLoad(stack);

    @AfterEach
    void mend() {
        for (var server : List.of(stack.postgres(), stack.kafka())) {
            if (!server.isRunning()) {
                server.start();
            }
        }
        for (int i = 1; i <= 2; i++) {
            ServiceNode worker = suite.task(i);
            if (worker.isRunning()) {
                worker.resume();
            } else {
                worker.start();
            }
        }
    }

    @Test
    void whenWorkersAreKilledEveryTaskIsDoneAndCompletedOnce() throws Exception {
        boolean inTheMiddle = false;
        // A test that stands still for a moment may find everything done.
        for (int attempt = 1; attempt <= TRIES && !inTheMiddle; attempt++) {
            mend();
            inTheMiddle = killWorkersOfMany();
        }
        assertThat(inTheMiddle).as("killed in the middle").isTrue();
        suite.task(2).start();
        suite.task(1).start();

        load.awaitAllSucceeded();
        load.assertEachWasDoneOnce();
    }

    /** Whether there was something left to do. */
    private boolean killWorkersOfMany() throws SQLException {
        long before = load.count("state = 'succeeded'");
        load.submit(MANY);
        load.awaitSucceeded(before + 100);
        suite.task(2).kill();
        load.awaitSucceeded(before + 300);
        suite.task(1).kill();
        return load.count("state = 'succeeded'") < before + MANY;
    }

    @Test
    void aWorkerThatIsFrozenForLongerThanItsLeaseComesBackAndDoesNothingTwice() throws Exception {
        load.submit(MANY);
        load.awaitSucceeded(200);
        suite.task(2).pause();
        // All of it, also what the frozen one had taken, and what its part of the topic holds.
        load.awaitAllSucceeded();
        suite.task(2).resume();

        load.submit(200);
        load.awaitAllSucceeded();
        load.assertEachWasDoneOnce();
    }

    @Test
    void whenDatabaseAndBrokerAreKilledNothingIsLost() throws Exception {
        load.submit(MANY);
        load.awaitSucceeded(100);
        stack.postgres().kill();
        stack.postgres().start();
        load.awaitSucceeded(600);
        stack.kafka().kill();
        stack.kafka().start();
        load.submit(200);

        load.awaitAllSucceeded();
        load.assertEachWasDoneOnce();
    }
}
