package dev.confab.client.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import org.jspecify.annotations.Nullable;

/** Tasks that were given up. For staff. */
public final class DeadLettersApi {
    private static final TypeReference<Page<DeadLetter>> PAGE = new TypeReference<>() {};

    private record Selection(
            @Nullable String queue, @Nullable String type, int limit) {}

    private record Replayed(int replayed) {}

    private static final String LETTERS = "api/dead-letters";

    private final ApiSession session;

    DeadLettersApi(ApiSession session) {
        this.session = session;
    }

    /** The newest first. Null asks for all. */
    public Page<DeadLetter> list(@Nullable String queue, @Nullable String type, @Nullable String after, int limit) {
        return session.call(
                        "GET",
                        ApiPath.of(LETTERS)
                                .query("queue", queue)
                                .query("type", type)
                                .query("after", after)
                                .query("limit", limit),
                        null)
                .as(PAGE);
    }

    public DeadLetter get(String id) {
        return session.call("GET", ApiPath.of(LETTERS, id), null).as(DeadLetter.class);
    }

    /** Lets the task wait for a worker again, with all its retries. */
    public Task replay(String id) {
        return session.call("POST", ApiPath.of(LETTERS, id).then("replay"), null)
                .as(Task.class);
    }

    /** The same for many, the oldest first. Returns how many they were. */
    public int replay(@Nullable String queue, @Nullable String type, int limit) {
        return session.call("POST", ApiPath.of(LETTERS).then("replay"), new Selection(queue, type, limit))
                .as(Replayed.class)
                .replayed();
    }
}
