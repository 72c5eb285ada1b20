package dev.confab.chat.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.common.account.AccountState;
import dev.confab.common.account.AccountStateCodec;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.command.ChatCommandCodec;
import dev.confab.common.docs.AsyncApi;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.CloudEventCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.notice.NoticeRequestCodec;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.task.TaskRequest;
import dev.confab.common.task.TaskRequestCodec;
import dev.confab.common.task.TaskTopics;
import dev.confab.local.test.CommittedFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the suite writes to Kafka is what the documents say, and what they tell strangers to write is understood. */
class KafkaSchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.123Z");

    private final AsyncApi api = new AsyncApi();

    @Test
    void topicsOfTheCodeAreDocumented() {
        Set<String> documented = new TreeSet<>();
        api.document()
                .path("channels")
                .forEach(channel -> documented.add(channel.path("address").asText()));
        assertThat(documented)
                .contains(
                        EventTopics.CHAT,
                        EventTopics.USER,
                        EventTopics.NOTIFICATION,
                        EventTopics.ACCOUNTS,
                        EventTopics.CHAT_COMMANDS,
                        EventTopics.NOTIFICATION_REQUESTS,
                        TaskTopics.EVENTS,
                        TaskTopics.requests("x").replace("x", "{queue}"),
                        TaskTopics.retries("x").replace("x", "{queue}"),
                        TaskTopics.deadLetters("x").replace("x", "{queue}"));
    }

    @Test
    void recordsAreAsDocumented() throws Exception {
        UUID ann = UUID.randomUUID();
        api.check(
                "accountState",
                json(AccountStateCodec.encode(
                        new AccountState(ann, "ann", "ann@example.org", Set.of("user"), false, NOW, 3), NOW)));
        api.check(
                "accountState",
                json(AccountStateCodec.encode(new AccountState(ann, "ann", null, Set.of(), true, null, 1), NOW)));
        api.check(
                "notificationEvent",
                json(CloudEventCodec.encode(new StreamEvent(
                        ann,
                        StreamKind.INBOX,
                        "ann",
                        "7f3a-1",
                        1,
                        UUID.randomUUID(),
                        "notification.read",
                        null,
                        null,
                        null,
                        "{\"all\":true,\"unread\":0}",
                        NOW,
                        null,
                        null))));
        api.check(
                "chatCommand",
                json(ChatCommandCodec.record(
                                ChatCommand.ofTask("message.due", ann, CloudEvent.object(), null, null), NOW)
                        .value()));
        api.check(
                "notificationRequest",
                json(NoticeRequestCodec.record(
                                UUID.randomUUID(),
                                "/confab/tasks",
                                new NoticeRequest(
                                        NoticeRequest.ANNOUNCEMENT,
                                        List.of(ann),
                                        "lobby",
                                        UUID.randomUUID(),
                                        UUID.randomUUID(),
                                        "7f3a-1",
                                        2,
                                        ann,
                                        "ann",
                                        "Release",
                                        "It is out",
                                        NOW),
                                NOW,
                                null,
                                null)
                        .value()));
        TaskRequest request = TaskRequest.of("echo", CloudEvent.object(), "/test");
        api.check("taskRequest", json(TaskRequestCodec.encode(request, NOW)));
        api.check(
                "taskRequest",
                json(TaskRequestCodec.encode(
                        request.between(NOW, NOW).withMaxRetries(2).withPriority(9), NOW)));
    }

    @Test
    void aRequestWrittenAsThePageShowsIsUnderstood() throws Exception {
        String page = CommittedFile.named("docs/events.md").text();
        Matcher example = Pattern.compile("## Submitting a task.*?```json\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(example.find()).isTrue();
        byte[] value = example.group(1).getBytes(StandardCharsets.UTF_8);
        api.check("taskRequest", json(value));
        assertThat(TaskRequestCodec.decode(value, "default", null, null).type()).isEqualTo("echo");
    }

    private static JsonNode json(byte[] value) throws JsonProcessingException {
        return JSON.readTree(new String(value, StandardCharsets.UTF_8));
    }
}
