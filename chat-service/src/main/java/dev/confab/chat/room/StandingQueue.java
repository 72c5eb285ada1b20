package dev.confab.chat.room;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers what people are in rooms when many ask at once: whoever asks while a query runs shares the next one. When a node
 * dies, all its clients come to the others within seconds, and asking for each of them alone would be most of the work.
 *
 * <p>Not to be called within a transaction: the answer would come from that of somebody else. What is answered was true
 * after the question was put. Blocks; on virtual threads.
 */
@ApplicationScoped
class StandingQueue {

    /** Bounds a query; those who ask are bounded themselves. */
    private static final int MOST_AT_ONCE = 2_000;

    private final RoomRepository rooms;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<Inquiry> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asking = new AtomicBoolean();

    StandingQueue(RoomRepository rooms, InstantSource clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    private record Inquiry(
            Collection<StandingQuestion> questions, CompletableFuture<Map<StandingQuestion, StandingRow>> answer) {}

    /** Answers at least these; none for rooms that do not exist. Fails as the database does. */
    Map<StandingQuestion, StandingRow> ask(Collection<StandingQuestion> questions) {
        Inquiry mine = new Inquiry(questions, new CompletableFuture<>());
        waiting.add(mine);
        hire();
        try {
            return mine.answer.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    /**
     * One thread asks for all. Were it one of those who ask, under a lock, the others would queue for that lock after they
     * were answered, and each query would again be for one of them.
     */
    private void hire() {
        if (!waiting.isEmpty() && asking.compareAndSet(false, true)) {
            try {
                Thread.ofVirtual().name("confab-standings").start(this::answerAll);
            } catch (Error noThread) {
                // The next one who asks tries again; otherwise nobody would ever be answered.
                asking.set(false);
                throw noThread;
            }
        }
    }

    private void answerAll() {
        try {
            while (!waiting.isEmpty()) {
                answerSome();
            }
        } finally {
            asking.set(false);
        }
        // Somebody may have come between the last look and the leaving.
        hire();
    }

    /** In the order in which they came, so that everybody's turn comes. */
    private void answerSome() {
        Set<StandingQuestion> questions = new HashSet<>();
        List<Inquiry> inquiries = new ArrayList<>();
        while (questions.size() < MOST_AT_ONCE) {
            Inquiry next = waiting.poll();
            if (next == null) {
                break;
            }
            questions.addAll(next.questions);
            inquiries.add(next);
        }
        try {
            Map<StandingQuestion, StandingRow> answers = rooms.standings(questions, clock.instant());
            inquiries.forEach(inquiry -> inquiry.answer.complete(answers));
        } catch (RuntimeException | Error failure) {
            inquiries.forEach(inquiry -> inquiry.answer.completeExceptionally(failure));
        }
    }
}
