package dev.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.cli.RecordingServer.Answer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("TK-10")
class TaskCommandsTest {
    private static final String TASK = "{'id':'t1','type':'echo','queue':'default','state':'succeeded','priority':5,"
            + "'attempt':1,'createdAt':'2026-01-01T00:00:00Z','payload':{'a':1},'result':{'a':1},"
            + "'attempts':[{'attempt':1,'startedAt':'2026-01-01T00:00:01Z','worker':'w1'}]}";
    private static final String FAILED = TASK.replace("succeeded", "failed")
            .replace("'payload'", "'error':{'code':'mail_refused','message':'550 no'},'payload'");

    private final RecordingServer chat = new RecordingServer();
    private final RecordingServer worker = new RecordingServer();
    private @TempDir Path directory;
    private CliRun.Setting cli;

    @BeforeEach
    void signIn() {
        cli = CliRun.at(directory.resolve("config"), chat.url());
        assertThat(cli.typing("secret")
                        .run("login", "admin", "--password-stdin")
                        .exitCode())
                .isZero();
    }

    @AfterEach
    void close() {
        chat.close();
        worker.close();
    }

    private CliRun run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--task-url";
        all[arguments.length + 1] = worker.url();
        return cli.run(all);
    }

    @Test
    @Tag("TK-02")
    void submitsWithEverythingThatATaskCanBeTold() {
        worker.on("POST /api/tasks", 201, TASK.replace("succeeded", "scheduled"));

        CliRun run = run(
                "tasks",
                "submit",
                "echo",
                "{\"a\":1}",
                "--id=0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b5",
                "--queue=email",
                "--priority=9",
                "--countdown=2m",
                "--expires=2026-05-01T06:00:00Z",
                "--max-retries=0");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("t1").contains("scheduled");
        assertThat(worker.requests().getLast().token()).isEqualTo("access-1");
        assertThat(worker.requests().getLast().body())
                .isEqualTo("{\"type\":\"echo\",\"payload\":{\"a\":1},\"id\":\"0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b5\","
                        + "\"queue\":\"email\",\"priority\":9,\"countdown\":120,\"expires\":\"2026-05-01T06:00:00Z\","
                        + "\"maxRetries\":0}");
    }

    @Test
    void takesThePayloadFromStdinAndRefusesWhatIsNoObject() {
        worker.on("POST /api/tasks", 201, TASK);
        cli = cli.typing("{", "\"b\":2}");
        assertThat(run("tasks", "submit", "echo").exitCode()).isZero();
        assertThat(worker.requests().getLast().body()).contains("{\"b\":2}");

        worker.requests().clear();
        assertThat(run("tasks", "submit", "echo", "[1]").exitCode()).isEqualTo(2);
        assertThat(run("tasks", "submit", "echo", "{}", "--eta", "tomorrow").exitCode())
                .isEqualTo(2);
        assertThat(worker.requests()).isEmpty();
    }

    @Test
    void waitsForTheEndAndFailsUnlessItIsASuccess() {
        AtomicInteger asked = new AtomicInteger();
        worker.on("POST /api/tasks", 201, TASK.replace("succeeded", "pending"));
        worker.on(
                "GET /api/tasks/t1?wait=20000ms",
                request ->
                        new Answer(200, asked.getAndIncrement() == 0 ? TASK.replace("succeeded", "started") : FAILED));

        // The time that is left falls below a full slice only after this test.
        CliRun run = run("tasks", "submit", "echo", "{}", "--wait=10m");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("failed").contains("mail_refused: 550 no");
        assertThat(asked).hasValue(2);
    }

    @Test
    void showsATaskWithItsAttempts() {
        worker.on("GET /api/tasks/t1", 200, TASK);

        assertThat(run("tasks", "show", "t1").out())
                .containsPattern("ATTEMPT +STARTED")
                .contains("w1")
                .contains("RESULT  {\"a\":1}");
        assertThat(run("tasks", "show", "t1", "-o", "json").out()).contains("\"state\" : \"succeeded\"");
    }

    @Test
    void asksTheWorkerForTheTasksThatWereAskedFor() {
        worker.on(
                "GET /api/tasks?state=failed&queue=email&type=send-email&limit=50", 200, "{'items':[" + FAILED + "]}");

        CliRun run = run("tasks", "list", "--state=failed", "--queue=email", "--type=send-email");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("t1 +echo +default +failed");
    }

    @Test
    void asksBeforeATaskIsCancelled() {
        worker.on("POST /api/tasks/t1/cancel", 200, TASK.replace("succeeded", "revoked"));

        assertThat(run("tasks", "cancel", "t1").exitCode()).isEqualTo(2);
        assertThat(worker.requests()).isEmpty();
        assertThat(run("tasks", "cancel", "t1", "--yes").out()).contains("revoked");
    }

    @Test
    void tellsWhatTheWorkerRefuses() {
        worker.on(
                "POST /api/tasks",
                422,
                "{'code':'unknown_task_type','detail':'There is no type x.','requestId':'r-1'}");
        CliRun run = run("tasks", "submit", "x", "{}");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("There is no type x. (unknown_task_type, request r-1)");

        worker.on("GET /api/queues", 403, "{'code':'forbidden','detail':'For staff.'}");
        assertThat(run("tasks", "queues").exitCode()).isEqualTo(4);
    }

    @Test
    void showsQueuesAndWorkers() {
        worker.on(
                "GET /api/queues",
                200,
                "[{'name':'email','waiting':1,'running':2,'scheduled':3,'retrying':4,'dead':5}]");
        worker.on("GET /api/workers", 200, "[{'id':'w1','host':'h','running':2,'alive':false}]");

        assertThat(run("tasks", "queues").out()).containsPattern("email +1 +2 +3 +4 +5");
        assertThat(run("tasks", "workers").out()).containsPattern("w1 +h +GONE +2");
    }

    @Test
    void replaysDeadLettersThatAreNamed() {
        worker.on("POST /api/dead-letters/t1/replay", 200, TASK.replace("succeeded", "pending"));

        CliRun run = run("dlq", "replay", "t1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("replayed 1 task");
        assertThat(run("dlq", "replay").exitCode()).isEqualTo(2);
        assertThat(run("dlq", "replay", "t1", "--all").exitCode()).isEqualTo(2);
        assertThat(run("dlq", "replay", "t1", "--queue=email").exitCode()).isEqualTo(2);
    }

    @Test
    void replaysAllThatAreSelectedOnceTheyAreConfirmed() {
        String letter =
                "{'id':'t1','type':'send-email','queue':'email','error':{'code':'mail_refused','message':'550'}}";
        worker.on(
                "GET /api/dead-letters?queue=email&limit=200",
                200,
                "{'items':[" + letter + "," + letter + "],'next':'n'}");
        worker.on("GET /api/dead-letters?queue=email&after=n&limit=200", 200, "{'items':[" + letter + "]}");
        worker.on("POST /api/dead-letters/replay", 200, "{'replayed':3}");

        CliRun dry = run("dlq", "replay", "--all", "--queue=email", "--dry-run", "-o", "json");
        assertThat(dry.out()).contains("\"selected\" : 3");
        assertThat(worker.requests()).noneMatch(request -> request.line().startsWith("POST"));
        assertThat(run("dlq", "replay", "--all", "--queue=email").exitCode()).isEqualTo(2);

        CliRun run = run("dlq", "replay", "--all", "--queue=email", "--yes", "-o", "json");
        assertThat(run.out()).contains("\"replayed\" : 3");
        assertThat(worker.requests().getLast().body()).isEqualTo("{\"queue\":\"email\",\"limit\":3}");
    }

    @Test
    void listsAndShowsDeadLetters() {
        String letter = "{'id':'t1','type':'send-email','queue':'email','submittedBy':'/confab/notification',"
                + "'error':{'code':'mail_refused','message':'550'},'payload':{'to':'ann@example.org'},"
                + "'attempts':[{'attempt':1,'worker':'w1','error':{'code':'mail_refused','message':'550'}}]}";
        worker.on("GET /api/dead-letters?limit=50", 200, "{'items':[" + letter + "]}");
        worker.on("GET /api/dead-letters/t1", 200, letter);

        assertThat(run("dlq", "list").out()).contains("/confab/notification").contains("mail_refused: 550");
        assertThat(run("dlq", "show", "t1").out()).contains("ann@example.org").contains("w1");
    }
}
