package dev.confab.task.worker;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.notice.NoticeRequestCodec;
import dev.confab.common.task.TaskRequest;
import dev.confab.local.test.EmbeddedStackResource;
import dev.confab.local.test.TokenIssuerResource;
import dev.confab.task.lifecycle.TaskState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tasks of chat-service: what they ask of the other services is published when they succeed. */
@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "task"))
@QuarkusTestResource(TokenIssuerResource.class)
class ChatTasksTest {
    @Inject
    TaskCalls tasks;

    @Test
    void tellsChatServiceThatAMessageIsDue() throws Exception {
        UUID room = UUID.randomUUID();
        UUID scheduled = UUID.randomUUID();
        ObjectNode payload = CloudEvent.object();
        payload.put("scheduledId", scheduled.toString())
                .put("roomId", room.toString())
                .put("version", 3);
        TaskRequest request = TaskRequest.of("post-scheduled-message", payload, "/test");
        assertThat(tasks.ended(tasks.submit(request).id()).state()).isEqualTo(TaskState.SUCCEEDED);

        CloudEvent command = published(EventTopics.CHAT_COMMANDS, room.toString());
        assertThat(command.type()).isEqualTo("dev.confab.chat.command.message.due");
        assertThat(command.subject()).isEqualTo(room.toString());
        assertThat(command.data().path("scheduledId").asText()).isEqualTo(scheduled.toString());
        assertThat(command.data().path("version").asInt()).isEqualTo(3);
    }

    @Test
    @Tag("SG-02")
    void asksForTheNotificationsOfSubscribers() throws Exception {
        NoticeRequest notice = new NoticeRequest(
                NoticeRequest.ANNOUNCEMENT,
                List.of(UUID.randomUUID(), UUID.randomUUID()),
                "lobby",
                UUID.randomUUID(),
                UUID.randomUUID(),
                "e-1",
                9,
                UUID.randomUUID(),
                "ann",
                "Release",
                "It is out",
                Instant.parse("2026-11-21T12:00:00.123Z"));
        TaskRequest request = TaskRequest.of(NoticeRequestCodec.TASK, NoticeRequestCodec.toJson(notice), "/test");
        assertThat(tasks.ended(tasks.submit(request).id()).state()).isEqualTo(TaskState.SUCCEEDED);

        CloudEvent event =
                published(EventTopics.NOTIFICATION_REQUESTS, notice.eventId().toString());
        assertThat(event.id()).isEqualTo(request.id().toString());
        assertThat(NoticeRequestCodec.fromJson(event.data())).isEqualTo(notice);

        assertThat(tasks.run(NoticeRequestCodec.TASK, "{\"kind\":\"fanfare\"}").state())
                .isEqualTo(TaskState.FAILED);
    }

    private static CloudEvent published(String topic, String key) throws MalformedEventException {
        String value = await().atMost(TaskCalls.LONG)
                .ignoreExceptions()
                .until(() -> TaskTopicsProbe.read(topic, record -> key.equals(record.key())), found -> !found.isEmpty())
                .getFirst()
                .value();
        return CloudEvent.parse(value.getBytes(StandardCharsets.UTF_8));
    }
}
