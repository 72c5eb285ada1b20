package dev.confab.client.connection;

import dev.confab.client.ConfabException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Commands of the current link that wait for an answer. A link that goes away fails them. Bounded. */
final class PendingAnswers<F> {
    private record Waiting<F>(Consumer<F> onAnswer, Consumer<ConfabException> onError) {}

    private final int limit;
    private final Map<String, Waiting<F>> waiting = new HashMap<>();

    PendingAnswers(int limit) {
        this.limit = limit;
    }

    /** Registers a command; false and {@code onError} called when too many wait already. */
    boolean expect(String id, Consumer<F> onAnswer, Consumer<ConfabException> onError) {
        if (waiting.size() >= limit) {
            onError.accept(full());
            return false;
        }
        expectAlways(id, onAnswer, onError);
        return true;
    }

    /** Registers a command of which there is at most one a room. */
    void expectAlways(String id, Consumer<F> onAnswer, Consumer<ConfabException> onError) {
        waiting.put(id, new Waiting<>(onAnswer, onError));
    }

    void answer(String id, F frame) {
        Waiting<F> command = waiting.remove(id);
        if (command != null) {
            command.onAnswer.accept(frame);
        }
    }

    /** Whether there was such a command. */
    boolean fail(String id, ConfabException error) {
        Waiting<F> command = waiting.remove(id);
        if (command != null) {
            command.onError.accept(error);
        }
        return command != null;
    }

    void failAll(ConfabException error) {
        List<Waiting<F>> all = List.copyOf(waiting.values());
        waiting.clear();
        all.forEach(command -> command.onError.accept(error));
    }

    static ConfabException full() {
        return new ConfabException(ConfabException.QUEUE_FULL, "too many commands wait for an answer", true);
    }
}
