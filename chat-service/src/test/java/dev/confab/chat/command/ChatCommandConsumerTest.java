package dev.confab.chat.command;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.chat.testing.TopicReader;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.command.ChatCommandCodec;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.outbox.Outbox;
import dev.confab.common.outbox.OutboxRecord;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class ChatCommandConsumerTest {

    @Inject
    Outbox outbox;

    @Inject
    Recitation recitation;

    private final UUID room = UUID.randomUUID();
    private final UUID otherRoom = UUID.randomUUID();

    /** Carries out what is easy, and fails in a way that says nothing at what is hard. */
    @ApplicationScoped
    static class Recitation implements ChatCommandHandler {
        private final Map<UUID, Queue<String>> said = new ConcurrentHashMap<>();
        private final Map<UUID, Queue<String>> givenUp = new ConcurrentHashMap<>();

        @Override
        public String kind() {
            return "test.recite";
        }

        @Override
        public void handle(ChatCommand command) {
            if (verse(command).startsWith("hard")) {
                throw new IllegalStateException("too hard");
            }
            note(said, command);
        }

        @Override
        public void givenUp(ChatCommand command) {
            note(givenUp, command);
        }

        List<String> said(UUID room) {
            return said.getOrDefault(room, new ConcurrentLinkedQueue<>()).stream()
                    .distinct()
                    .toList();
        }

        List<String> givenUp(UUID room) {
            return givenUp.getOrDefault(room, new ConcurrentLinkedQueue<>()).stream()
                    .distinct()
                    .toList();
        }

        private static void note(Map<UUID, Queue<String>> where, ChatCommand command) {
            where.computeIfAbsent(command.roomId(), _ -> new ConcurrentLinkedQueue<>())
                    .add(verse(command));
        }

        private static String verse(ChatCommand command) {
            return command.data().path("verse").asText();
        }
    }

    @Test
    void whatFailsAlwaysIsPutAsideWhateverSucceedsBesideIt() {
        recite(room, "easy 1", "hard 1", "easy 2", "hard 2");
        recite(otherRoom, "hard 3", "easy 3");

        // Each of them has its tries, one after the other.
        await().until(() -> recitation.givenUp(room).contains("hard 1"));
        await().until(() -> recitation.givenUp(room).contains("hard 2"));
        try (TopicReader aside = new TopicReader(ChatCommandConsumer.DEAD_LETTERS)) {
            List<String> rooms = List.of(room.toString(), otherRoom.toString());
            assertThat(aside.await(3, record -> rooms.contains(record.key()))).hasSize(3);
        }
        assertThat(recitation.said(room)).containsExactly("easy 1", "easy 2");
        assertThat(recitation.said(otherRoom)).containsExactly("easy 3");
        assertThat(recitation.givenUp(room)).containsExactly("hard 1", "hard 2");
        assertThat(recitation.givenUp(otherRoom)).containsExactly("hard 3");
    }

    /** All in one transaction, so that they come in one batch. */
    private void recite(UUID where, String... verses) {
        List<OutboxRecord> commands = List.of(verses).stream()
                .map(verse -> {
                    ObjectNode data = CloudEvent.object().put("verse", verse);
                    return ChatCommandCodec.record(
                            ChatCommand.ofTask("test.recite", where, data, null, null), Instant.now());
                })
                .toList();
        QuarkusTransaction.requiringNew().run(() -> outbox.add(commands));
    }
}
