package dev.confab.bench;

import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.TasksApi;
import dev.confab.local.SuiteOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code confab bench tasks}. */
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        description = "Throughput, latency, server CPU per task and loss of background tasks.",
        footer = {
            "",
            "Starts a suite of its own on free ports with throw-away data. Tasks of type echo are submitted over",
            "Kafka at a fixed rate, as any service would; latency counts from the moment a task was due to be",
            "submitted, and ends with what task-worker says about it. A task was started when a worker had claimed",
            "it, and done when its end was committed. Exit code 1 when any was lost, failed or started twice.",
            "",
            "Examples:",
            "  confab bench tasks",
            "  confab bench tasks --rate 1000 --duration 30s --workers 2",
            "  confab bench tasks --rate 200 --concurrency 32 --payload 4096 -o json"
        })
final class TasksCommand implements Callable<Integer> {
    private static final long DRAIN_SECONDS = 120;
    private static final long LOOK_MILLIS = 250;
    private static final String QUEUE = "default";

    @Option(
            names = "--rate",
            defaultValue = "200",
            paramLabel = "N",
            description = "Tasks a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--workers",
            defaultValue = "1",
            paramLabel = "N",
            description = "Task workers of the suite that is started (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--concurrency",
            defaultValue = "64",
            paramLabel = "N",
            description = "Tasks that a worker runs at a time (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--payload",
            defaultValue = "100",
            paramLabel = "BYTES",
            description = "Size of what a task is given and returns (default: ${DEFAULT-VALUE}).")
    private int payload;

    @Mixin
    private final RunOptions run = new RunOptions();

    TasksCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        run.check();
        if (rate < 1 || workers < 1 || concurrency < 1 || payload < 0) {
            throw new BenchException("all numbers must be at least 1");
        }
        String password = UUID.randomUUID().toString();
        RunOptions.note("starting what is measured");
        try (Deployment deployment = Deployment.fresh(1, suite -> settings(suite, password))) {
            ConfabRest staff = ConfabRest.at(deployment.chatNodes().getFirst());
            staff.login("admin", password);
            TasksApi tasks = staff.tasks(deployment.suite().taskUrl());
            TasksReport report = measure(deployment, tasks);
            run.print(report, report::print);
            return report.whole() ? 0 : 1;
        }
    }

    private SuiteOptions settings(SuiteOptions suite, String password) {
        return suite.withAdminPassword(password)
                .withTaskWorkers(workers)
                .withSetting("CONFAB_TASKS_EVENTS_ENABLED", "false")
                .withSetting("CONFAB_TASKS_QUEUES_DEFAULT_CONCURRENCY", Integer.toString(concurrency));
    }

    private TasksReport measure(Deployment deployment, TasksApi tasks) throws IOException, InterruptedException {
        int warmup = run.warmupCount(rate);
        int measured = run.measuredCount(rate);
        TaskLedger ledger = new TaskLedger(warmup + measured, warmup);
        Map<String, Long> before;
        long begin;
        try (TaskProducer producer =
                new TaskProducer(deployment.suite().stack().kafka().bootstrapServers(), QUEUE, payload, ledger)) {
            RunOptions.note("submitting " + rate + " tasks/s: " + run.warmup.toSeconds() + " s to warm up, then "
                    + run.duration.toSeconds() + " s measured");
            producer.send(0, warmup, rate);
            before = ServerProcesses.cpuMicros(deployment.servers());
            begin = System.nanoTime();
            producer.send(warmup, warmup + measured, rate);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        awaitIdle(tasks, deadline);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Long> after = ServerProcesses.cpuMicros(deployment.servers());
        RunOptions.note("reading what became of them");
        ledger.read(tasks, QUEUE);
        while (ledger.unfinished() > 0 && System.nanoTime() < deadline) {
            awaitIdle(tasks, deadline);
            ledger.read(tasks, QUEUE);
        }
        return ledger.report(workers, concurrency, CpuUse.between(before, after, measured, seconds));
    }

    /** Until nothing waits and nothing runs in two looks: what is on its way from Kafka to the table is not seen. */
    private static void awaitIdle(TasksApi tasks, long deadline) throws InterruptedException {
        int idle = 0;
        while (idle < 2 && System.nanoTime() < deadline) {
            List<Long> left = tasks.queues().stream()
                    .map(queue -> queue.waiting() + queue.running() + queue.scheduled() + queue.retrying())
                    .toList();
            idle = left.stream().allMatch(count -> count == 0) ? idle + 1 : 0;
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
