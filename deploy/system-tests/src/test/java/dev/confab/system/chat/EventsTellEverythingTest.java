package dev.confab.system.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.bench.history.StateReport;
import dev.confab.bench.history.StateRun;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old state and events give the fresh state, whatever is done, in random sequences of all that can be done. */
class EventsTellEverythingTest {
    private static final long SEED = 12;
    private static final int STEPS = 80;

    @ParameterizedTest
    @ValueSource(strings = {"public", "private"})
    void whoFollowsTheEventsOfARoomNeverHasToAskAgain(String visibility) throws Exception {
        StateReport report = StateRun.on(List.of(TwoNodeSuite.node(1), TwoNodeSuite.node(2)), visibility, SEED, STEPS);

        assertThat(report.differences()).as("seed %d", SEED).isEmpty();
        assertThat(report.kinds())
                .contains(
                        "room.created",
                        "message.posted",
                        "message.edited",
                        "message.deleted",
                        "reaction.added",
                        "reaction.removed",
                        "message.pinned",
                        "message.unpinned",
                        "member.added",
                        "room.read",
                        "message.whispered",
                        "scheduled.changed",
                        "scheduled.cancelled",
                        "invitation.received",
                        "invitation.ended",
                        "room.joined",
                        "room.left",
                        "thread.read");
    }
}
