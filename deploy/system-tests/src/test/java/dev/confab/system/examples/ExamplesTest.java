package dev.confab.system.examples;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.Task;
import dev.confab.client.rest.TasksApi;
import dev.confab.local.Suite;
import dev.confab.system.chat.TwoNodeSuite;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Suite suite = TwoNodeSuite.get();
    private final ConfabRest admin = ConfabRest.at(suite.chatUrl(1));

    @BeforeEach
    void signIn() {
        admin.login("admin", TwoNodeSuite.ADMIN_PASSWORD);
    }

    @Test
    void aReaderFollowsWhatIsSaid() throws Exception {
        admin.rooms().create("examples", "public");
        admin.rooms().post("examples", UUID.randomUUID().toString(), "said before the reader was there");

        try (ExampleRun reader = ExampleRun.java("ReadChatEvents.java", kafka())) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reader.output()).contains("said before the reader was there"));
            admin.rooms().post("examples", UUID.randomUUID().toString(), "said while it looked");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reader.output()).contains("said while it looked"));
        }
    }

    @Test
    void unreadCountersAreRebuiltFromTheTopics() throws Exception {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        String room = "counted_" + mark;
        ConfabRest ben = ConfabRest.at(suite.chatUrl(2));
        ben.register("ben_" + mark, "ben_" + mark + "@example.org", "a long enough password");
        admin.rooms().create(room, "public");
        long read = admin.rooms().post(room, "1", "read").seq();
        ben.rooms().read(room, read);
        admin.rooms().post(room, "2", "not read");
        ben.rooms().post(room, "3", "my own");
        admin.rooms().post(room, "4", "not read either");

        await().atMost(PATIENCE).untilAsserted(() -> {
            try (ExampleRun run = ExampleRun.java("CountUnread.java", kafka())) {
                assertThat(run.result().lines()).contains("ben_%s %s 2".formatted(mark, room));
            }
        });
        assertThat(ben.rooms().get(room).unread()).isEqualTo(2);
    }

    @Test
    @Tag("TK-02")
    void aTaskIsSubmittedByWritingOneRecord() throws Exception {
        try (ExampleRun run = ExampleRun.java("SubmitTask.java", kafka(), "echo", "{\"hello\": \"world\"}")) {
            String id = run.result().strip().lines().toList().getLast();
            TasksApi tasks = admin.tasks(suite.taskUrl());
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(tasks.get(id).ended()).isTrue());
            Task task = tasks.get(id);
            assertThat(task.state()).isEqualTo("succeeded");
            assertThat(task.source()).isEqualTo("/examples");
            assertThat(task.result()).hasToString("{\"hello\":\"world\"}");
        }
    }

    @Test
    @Tag("TK-02")
    void aTaskIsSubmittedOverRest() throws Exception {
        Map<String, String> environment = Map.of(
                "CONFAB_URL", suite.chatUrl(1).toString(),
                "CONFAB_TASK_URL", suite.taskUrl().toString(),
                "CONFAB_PASSWORD", TwoNodeSuite.ADMIN_PASSWORD);
        try (ExampleRun run =
                ExampleRun.script(environment, "submit-task.sh", "admin", "echo", "{\"hello\":\"curl\"}")) {
            assertThat(run.result()).contains("\"state\":\"succeeded\"").contains("{\"hello\":\"curl\"}");
        }
    }

    private String kafka() {
        return suite.stack().kafka().bootstrapServers();
    }
}
