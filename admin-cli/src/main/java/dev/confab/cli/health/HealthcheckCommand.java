package dev.confab.cli.health;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.ExitCodes;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.cli.context.NotificationServiceOption;
import dev.confab.cli.context.TaskWorkerOption;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code confab healthcheck}. */
@Command(
        name = "healthcheck",
        description =
                "Look at every service: its database, Kafka, Redis and disk as it sees them, and the task workers.",
        footer = {
            "",
            "Exit code 0 when everything is up, 1 when anything is down.",
            "",
            "Examples:",
            "  confab healthcheck",
            "  confab healthcheck --wait 60s && echo ready",
            "  confab healthcheck --server https://chat.example.org --notification-url https://n.example.org \\",
            "      --task-url https://t.example.org -o json"
        })
public final class HealthcheckCommand extends DeploymentCommand implements Callable<Integer> {
    private record Report(boolean healthy, List<ServiceHealth> services) {}

    private record Row(
            String service,
            String part,
            boolean up,
            @Nullable String detail) {}

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    @Mixin
    private final NotificationServiceOption notificationService = new NotificationServiceOption();

    @Mixin
    private final TaskWorkerOption taskWorker = new TaskWorkerOption();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Try until everything is up, at most so long (30s, 2m).")
    private @Nullable Duration wait;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description = "How long one service may take to answer (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(5);

    @Option(
            names = "--disk",
            paramLabel = "PATH",
            description = "The disk to look at (default: .confab if it is there, else the working directory).")
    private @Nullable Path disk;

    @Option(
            names = "--min-free",
            paramLabel = "GIB",
            defaultValue = "1",
            description = "How much of it must be free, in GiB (default: ${DEFAULT-VALUE}).")
    private double minimumFree = 1;

    HealthcheckCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public Integer call() throws InterruptedException {
        long deadline = System.nanoTime() + (wait == null ? 0 : wait.toNanos());
        Report report = look();
        while (!report.healthy() && deadline - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES.toMillis());
            report = look();
        }
        print(report);
        return report.healthy() ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    private Report look() throws InterruptedException {
        URI chat = context.server();
        URI notification = notificationService.in(cli, context);
        URI task = taskWorker.in(cli, context);
        List<ServiceHealth> services = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ServiceHealth>> answers = threads.invokeAll(List.of(
                    () -> ServiceHealth.of("chat", chat, timeout),
                    () -> ServiceHealth.of("notification", notification, timeout),
                    () -> ServiceHealth.of("task", task, timeout)));
            for (Future<ServiceHealth> answer : answers) {
                services.add(answer.get());
            }
        } catch (ExecutionException e) {
            throw CommandException.failure("cannot ask the services: " + e.getCause());
        }
        services.add(DiskSpace.of(diskPath(), minimumFree));
        return new Report(services.stream().allMatch(ServiceHealth::up), List.copyOf(services));
    }

    private Path diskPath() {
        if (disk != null) {
            return disk;
        }
        Path data = Path.of(".confab");
        return Files.isDirectory(data) ? data : Path.of(".");
    }

    private void print(Report report) {
        if (!cli.asTable()) {
            cli.printData(report);
            return;
        }
        List<Row> rows = new ArrayList<>();
        for (ServiceHealth service : report.services()) {
            if (service.parts().isEmpty()) {
                rows.add(new Row(service.service(), "service", service.up(), null));
            }
            for (ServiceHealth.Part part : service.parts()) {
                rows.add(new Row(service.service(), part.name(), part.up(), part.detail()));
            }
        }
        cli.print(
                rows,
                new Table<Row>()
                        .column("SERVICE", Row::service)
                        .column("PART", Row::part)
                        .column("STATE", row -> row.up() ? "up" : "DOWN")
                        .column("DETAIL", Row::detail));
    }
}
