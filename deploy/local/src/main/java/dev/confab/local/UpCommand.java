package dev.confab.local;

import dev.confab.local.SuiteOptions.ChannelLayer;
import dev.confab.local.SuiteOptions.ExternalServers;
import dev.confab.local.SuiteOptions.SuitePorts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        sortOptions = false,
        description = {
            "Starts the whole suite on this machine and stays in the foreground until Ctrl-C or 'confab down'.",
            ""
        },
        footer = {
            "",
            "An embedded server is replaced by a real one through one variable:",
            "  CONFAB_POSTGRES_URL             postgresql://user:password@host:port",
            "    (with databases confab_chat, confab_notification, confab_task)",
            "  CONFAB_REDIS_URL                redis://host:port",
            "  CONFAB_KAFKA_BOOTSTRAP_SERVERS  host:port,...",
            "  CONFAB_SMTP                     host:port",
            "The first start creates the administrator 'admin' and prints its",
            "password once; CONFAB_ADMIN_PASSWORD sets it.",
            "",
            "Exit status: 0 stopped as asked, 1 failed, 2 wrong usage, 3 runs already."
        })
final class UpCommand implements Callable<Integer> {
    private static final Map<String, String> SETTINGS = Map.of(
            "chat", "--http-port (CONFAB_HTTP_PORT)",
            "notification", "--notification-port (CONFAB_NOTIFICATION_PORT)",
            "task", "--task-port (CONFAB_TASK_PORT)",
            "postgres", "--postgres-port (CONFAB_POSTGRES_PORT)",
            "redis", "--redis-port (CONFAB_REDIS_PORT)",
            "kafka", "--kafka-port (CONFAB_KAFKA_PORT)",
            "mail", "--smtp-port (CONFAB_SMTP_PORT)",
            "mail-page", "--mail-port (CONFAB_MAIL_PORT)");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = "--chat-nodes",
            paramLabel = "N",
            defaultValue = "${env:CONFAB_CHAT_NODES:-1}",
            description = "Number of chat nodes, on the HTTP port and every tenth after it (${DEFAULT-VALUE}).")
    private int chatNodes;

    @Option(
            names = "--task-workers",
            paramLabel = "N",
            defaultValue = "${env:CONFAB_TASK_WORKERS:-1}",
            description = "Number of task workers, on the task port and every tenth after it (${DEFAULT-VALUE}).")
    private int taskWorkers;

    @Option(
            names = "--layer",
            paramLabel = "LAYER",
            defaultValue = "${env:CONFAB_LAYER:-kafka}",
            description = {
                "kafka, or local: one chat node on PostgreSQL and Redis, without Kafka,",
                "notifications, tasks and mails (${DEFAULT-VALUE})."
            })
    private ChannelLayer layer = ChannelLayer.KAFKA;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:CONFAB_DATA}",
            description = "Folder of data, logs and state; default: .confab in the repository.")
    private @Nullable Path data;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:CONFAB_HOST:-127.0.0.1}",
            description = "Address that the services listen on; 0.0.0.0 for all (${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:CONFAB_HTTP_PORT:-8080}",
            description = "First chat node (${DEFAULT-VALUE}). For every port, 0 takes a free one.")
    private int httpPort;

    @Option(
            names = "--notification-port",
            paramLabel = "PORT",
            defaultValue = "${env:CONFAB_NOTIFICATION_PORT:-8081}",
            description = "notification-service (${DEFAULT-VALUE}).")
    private int notificationPort;

    @Option(
            names = "--task-port",
            paramLabel = "PORT",
            defaultValue = "${env:CONFAB_TASK_PORT:-8082}",
            description = "task-worker (${DEFAULT-VALUE}).")
    private int taskPort;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            defaultValue = "${env:CONFAB_POSTGRES_PORT:-15432}",
            description = "Embedded PostgreSQL (${DEFAULT-VALUE}).")
    private int postgresPort;

    @Option(
            names = "--redis-port",
            paramLabel = "PORT",
            defaultValue = "${env:CONFAB_REDIS_PORT:-16379}",
            description = "Embedded Redis (${DEFAULT-VALUE}).")
    private int redisPort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "${env:CONFAB_KAFKA_PORT:-19092}",
            description = "Embedded Kafka (${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--smtp-port",
            paramLabel = "PORT",
            defaultValue = "${env:CONFAB_SMTP_PORT:-10025}",
            description = "The mail inbox, SMTP (${DEFAULT-VALUE}).")
    private int smtpPort;

    @Option(
            names = "--mail-port",
            paramLabel = "PORT",
            defaultValue = "${env:CONFAB_MAIL_PORT:-8025}",
            description = "The mail inbox, its page (${DEFAULT-VALUE}).")
    private int mailPort;

    @Option(
            names = "--smtp",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:CONFAB_SMTP}",
            description = "A real mail server instead of the inbox.")
    private @Nullable MailServer smtp;

    @Override
    public Integer call() throws InterruptedException {
        if (layer == ChannelLayer.LOCAL && chatNodes > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--layer local is one chat node; --chat-nodes needs --layer kafka");
        }
        long begin = System.nanoTime();
        Suite suite = new Suite(options(), System.out::println);
        AtomicBoolean ended = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopOnSignal(suite, ended)));
        try {
            suite.start();
            printSummary(suite, begin);
            System.err.println("stopping everything: " + suite.failure().get());
            return end(suite, ended, 1);
        } catch (AlreadyRunningException running) {
            System.err.println(running.getMessage());
            running.state().ifPresent(UpCommand::printRunning);
            System.err.println("'confab down' stops it; --data DIR runs another one beside it.");
            return end(suite, ended, 3);
        } catch (PortTakenException taken) {
            String setting = SETTINGS.get(taken.part().replaceAll("-[0-9]+$", ""));
            System.err.printf("%s; choose another with %s%n", taken.getMessage(), setting);
            return end(suite, ended, 1);
        } catch (LocalStackException failed) {
            if (ended.get()) {
                Thread.interrupted();
                Thread.currentThread().join();
            }
            System.err.println("confab could not start: " + failed.getMessage());
            return end(suite, ended, 1);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private SuiteOptions options() {
        return new SuiteOptions(
                DataDir.of(data),
                chatNodes,
                taskWorkers,
                layer,
                host,
                new SuitePorts(
                        httpPort, notificationPort, taskPort, postgresPort, redisPort, kafkaPort, smtpPort, mailPort),
                new ExternalServers(
                        env("CONFAB_POSTGRES_URL").map(PostgresUrl::parse),
                        env("CONFAB_REDIS_URL"),
                        env("CONFAB_KAFKA_BOOTSTRAP_SERVERS"),
                        Optional.ofNullable(smtp)),
                env("CONFAB_ADMIN_PASSWORD"),
                true,
                Map.of());
    }

    private void printSummary(Suite suite, long begin) {
        StringBuilder text = new StringBuilder();
        text.append("confab is ready after %.1f s%n".formatted((System.nanoTime() - begin) / 1e9));
        for (ServiceNode service : suite.services()) {
            text.append("  %-13s %s%n".formatted(service.name(), service.url()));
        }
        if (layer == ChannelLayer.KAFKA) {
            text.append("  %-13s %s%n".formatted("mail inbox", mailText(suite)));
        }
        text.append("  %-13s %s%n".formatted("data, logs", suite.dataDir()));
        suite.announceAdministrator().ifPresent(line -> text.append(line).append('\n'));
        text.append("Ctrl-C stops it, and so does 'confab down' in another terminal.");
        System.out.println(text);
    }

    private String mailText(Suite suite) {
        return smtp == null
                ? suite.mail().url() + " (SMTP on port " + suite.mail().port() + ")"
                : "mails go to " + smtp.host() + ":" + smtp.port();
    }

    private static void printRunning(SuiteState state) {
        state.processes().stream()
                .filter(process -> process.url() != null && process.url().startsWith("http"))
                .forEach(process -> System.err.printf("  %-13s %s%n", process.name(), process.url()));
    }

    /** The suite ends here and not by the signal that may still come. */
    private static int end(Suite suite, AtomicBoolean ended, int status) throws InterruptedException {
        if (!ended.compareAndSet(false, true)) {
            Thread.interrupted();
            Thread.currentThread().join();
        }
        suite.close();
        return status;
    }

    /** Ending because somebody asked for it is a success. */
    private static void stopOnSignal(Suite suite, AtomicBoolean ended) {
        if (ended.compareAndSet(false, true)) {
            System.out.println("stopping");
            suite.close();
            System.out.println("stopped");
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }

    private static Optional<String> env(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
