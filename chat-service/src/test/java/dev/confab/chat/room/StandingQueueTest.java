package dev.confab.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.confab.chat.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class StandingQueueTest {

    private static final int PEOPLE = 64;
    private static final int QUESTIONS_EACH = 10;
    private static final long QUERY_NANOS = Duration.ofMillis(2).toNanos();

    private final AtomicInteger queries = new AtomicInteger();

    /** Stands for the database: takes its time, and knows one room. */
    private final StandingQueue queue = new StandingQueue(
            new RoomRepository() {
                @Override
                Map<StandingQuestion, StandingRow> standings(Collection<StandingQuestion> questions, Instant now) {
                    queries.incrementAndGet();
                    LockSupport.parkNanos(QUERY_NANOS);
                    Map<StandingQuestion, StandingRow> answers = new HashMap<>();
                    for (StandingQuestion question : questions) {
                        if (question.room().equals("broken")) {
                            throw new IllegalStateException("the database is away");
                        }
                        answers.put(question, row(question.room()));
                    }
                    return answers;
                }
            },
            InstantSource.system());

    @Test
    void manyWhoAskOverAndOverShareTheirQueries() throws Exception {
        assertThat(Race.of(PEOPLE, _ -> askRepeatedly(UUID.randomUUID())))
                .allSatisfy(answers -> assertThat(answers).isEqualTo(QUESTIONS_EACH));

        assertThat(queries).hasValueLessThan(PEOPLE * QUESTIONS_EACH / 4);
    }

    @Test
    void whoAsksHearsOfAFailureAndTheNextOneIsAnswered() {
        StandingQuestion broken = new StandingQuestion(UUID.randomUUID(), "broken");
        assertThatThrownBy(() -> queue.ask(List.of(broken))).isInstanceOf(IllegalStateException.class);

        StandingQuestion whole = new StandingQuestion(UUID.randomUUID(), "whole");
        assertThat(queue.ask(List.of(whole))).containsKey(whole);
    }

    private int askRepeatedly(UUID person) {
        int answers = 0;
        for (int number = 0; number < QUESTIONS_EACH; number++) {
            StandingQuestion question = new StandingQuestion(person, "room" + number);
            answers += queue.ask(List.of(question)).containsKey(question) ? 1 : 0;
        }
        return answers;
    }

    private static StandingRow row(String name) {
        return new StandingRow(
                UUID.randomUUID(), name, Visibility.PUBLIC, RoomKind.CHANNEL, MemberRole.MEMBER, null, null, false);
    }
}
