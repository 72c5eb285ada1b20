package dev.confab.cli.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.TaskWorkerOption;
import dev.confab.client.ClientJson;
import dev.confab.client.rest.Task;
import dev.confab.client.rest.TaskSubmission;
import dev.confab.client.rest.TasksApi;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab tasks submit}. */
@Command(
        name = "submit",
        description = "Have something done.",
        footer = {
            "",
            "With --wait, exit code 1 unless it has succeeded by then.",
            "",
            "Examples:",
            "  confab tasks submit echo '{\"hello\":\"world\"}' --wait 10s",
            "  confab tasks submit send-email '{\"to\":\"ann@example.org\",\"subject\":\"Hi\",\"text\":\"Hello\"}'",
            "  confab tasks submit echo '{}' --countdown 10m --priority 9",
            "  confab tasks submit echo --id 0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b5 < payload.json   # once, however often"
        })
final class SubmitTaskCommand extends DeploymentCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "TYPE", description = "What is to be done.")
    private String type = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            description = "What it is to be done with, a JSON object; stdin if it is left out.")
    private @Nullable String payload;

    @Option(names = "--id", paramLabel = "UUID", description = "Your own id of the task, so that repeating is safe.")
    private @Nullable UUID id;

    @Option(names = "--queue", paramLabel = "QUEUE", description = "Another queue than its type's.")
    private @Nullable String queue;

    @Option(names = "--priority", paramLabel = "N", description = "0 to 9, of those that wait 9 first (default: 5).")
    private @Nullable Integer priority;

    @Option(names = "--countdown", paramLabel = "DURATION", description = "Not before this time has passed (90s, 2h).")
    private @Nullable Duration countdown;

    @Option(names = "--eta", paramLabel = "TIME", description = "Not before this time (2026-05-01T06:00:00Z).")
    private @Nullable String eta;

    @Option(names = "--expires", paramLabel = "TIME", description = "Not after this time.")
    private @Nullable String expires;

    @Option(names = "--max-retries", paramLabel = "N", description = "How often to try again after a failure.")
    private @Nullable Integer maxRetries;

    @Mixin
    private final TaskWait wait = new TaskWait();

    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    SubmitTaskCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public Integer call() {
        TaskSubmission submission = new TaskSubmission(
                type,
                object(payload == null ? cli.stdin() : payload),
                id,
                queue,
                priority,
                countdown == null ? null : countdown.toSeconds(),
                instant("--eta", eta),
                instant("--expires", expires),
                maxRetries);
        TasksApi tasks = context.signedIn().tasks(taskWorker.in(cli, context));
        Task task = tasks.submit(submission);
        if (wait.asked()) {
            task = wait.await(tasks, task.id());
        }
        TaskTable.print(cli, task);
        return wait.exitCode(task);
    }

    private static JsonNode object(String json) {
        try {
            JsonNode node = ClientJson.mapper().readTree(json);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException notJson) {
            // Said below.
        }
        throw CommandException.usage("the payload must be a JSON object, such as {\"a\":1}");
    }

    private static @Nullable Instant instant(String option, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw CommandException.usage(option + ": not a time such as 2026-05-01T06:00:00Z: " + text);
        }
    }
}
