package dev.confab.chat.testing;

import dev.confab.chat.message.MessageCodec;
import dev.confab.chat.room.RoomActivity;
import dev.confab.common.stream.AppendRequest;
import dev.confab.common.stream.AppendResult;
import dev.confab.common.stream.StreamLog;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.stream.IntStream;

/** Rooms and what is said in them, for tests that are not about how it gets there. */
@Singleton
public class TestRooms {

    private final StreamLog log;
    private final RoomActivity activity;

    TestRooms(StreamLog log, RoomActivity activity) {
        this.log = log;
        this.activity = activity;
    }

    /** A new public room; its id. */
    public static UUID open(TestUser owner, String name) {
        return UUID.fromString(owner.rest()
                .put("/api/rooms/{room}", name)
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    /** A name that no other test uses; also usable as a search for rooms of one test. */
    public static String uniqueName(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    /** Stores messages "1" to "count" of one author in order, past every limit. */
    public void say(UUID room, TestUser author, int count) {
        Uni.join()
                .all(IntStream.rangeClosed(1, count)
                        .mapToObj(number -> append(room, author, number))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely();
        activity.touch(room);
    }

    private Uni<AppendResult> append(UUID room, TestUser author, int number) {
        return Uni.createFrom()
                .completionStage(log.append(new AppendRequest(
                        room,
                        MessageCodec.MESSAGE_POSTED,
                        author.id(),
                        author.name(),
                        null,
                        "{\"text\":\"" + number + "\"}",
                        null)));
    }
}
