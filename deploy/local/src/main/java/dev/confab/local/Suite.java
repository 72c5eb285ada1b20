package dev.confab.local;

import dev.confab.local.EmbeddedStack.StackPorts;
import dev.confab.local.SuiteOptions.ChannelLayer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole suite on this machine: PostgreSQL, Redis, Kafka, a mail inbox, the chat nodes, notification-service and the
 * task workers, each a process of its own. {@code ./confab up} runs exactly this, and so do the tests of the whole suite.
 *
 * <p>Chat nodes are counted from 1, as in their names {@code chat-1}, {@code chat-2}, and so are task workers,
 * of which the first is {@code task} and the next ones are {@code task-2} ... Nothing survives the JVM that started the
 * suite. With the layer {@code local} there are PostgreSQL, Redis and one chat node only. {@link #close()} may be called by any thread at any time, also while starting.
 */
public final class Suite implements AutoCloseable {
    private final SuiteOptions options;
    private final Consumer<String> progress;
    private final Path root = Checkout.root();
    private final EmbeddedStack stack;
    private final List<LocalServer> parts = new ArrayList<>();
    private final List<ServiceNode> chats;
    private final List<ServiceNode> notifications;
    private final List<ServiceNode> tasks;
    private final List<ServiceNode> more = new CopyOnWriteArrayList<>();
    private final Administrator administrator;
    private final ServiceEnvironment environment;
    private final StateFile state;
    private final Supervisor supervisor;
    private final ReentrantLock lifecycle = new ReentrantLock();
    private volatile @Nullable Thread starter;
    private volatile boolean closing;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private volatile CompletableFuture<Void> caches = CompletableFuture.completedFuture(null);
    private @Nullable DataDirLock lock;

    /** Nothing is started yet. */
    Suite(SuiteOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        Path data = options.dataDir();
        SuiteOptions.SuitePorts ports = options.ports();
        stack = new EmbeddedStack(
                data, new StackPorts(ports.postgres(), ports.redis(), ports.kafka(), ports.smtp(), ports.mailPage()));
        administrator = new Administrator(data, options.adminPassword());
        environment = new ServiceEnvironment(options, stack, administrator, this);
        chats = IntStream.rangeClosed(1, options.chatNodes())
                .mapToObj(node -> node("chat-" + node, Service.CHAT, ports.chat(node), node == 1))
                .toList();
        boolean alone = options.layer() == ChannelLayer.LOCAL;
        notifications =
                alone ? List.of() : List.of(node("notification", Service.NOTIFICATION, ports.notification(), true));
        tasks = IntStream.rangeClosed(1, alone ? 0 : options.taskWorkers())
                .mapToObj(worker ->
                        node(worker == 1 ? "task" : "task-" + worker, Service.TASK, ports.task(worker), worker == 1))
                .toList();
        state = new StateFile(data, Suite::publicUrl);
        supervisor = new Supervisor(progress);
        options.external().postgres().ifPresentOrElse(_ -> {}, () -> parts.add(stack.postgres()));
        options.external().redisUrl().ifPresentOrElse(_ -> {}, () -> parts.add(stack.redis()));
        if (!alone) {
            options.external().kafkaBootstrapServers().ifPresentOrElse(_ -> {}, () -> parts.add(stack.kafka()));
            options.external().smtp().ifPresentOrElse(_ -> {}, () -> parts.add(stack.mail()));
        }
        servers()
                .forEach(server -> server.listen(new LocalServer.Listener() {
                    @Override
                    public void launched(LocalServer launched, ServerProcess process) {
                        state.launched(launched, process);
                    }

                    @Override
                    public void died(LocalServer dead, ServerProcess process) {
                        if (options.supervised() && !closing) {
                            supervisor.died(dead, process);
                        }
                    }
                }));
    }

    /** Starts everything and returns when all is ready. If that fails, nothing is left running. */
    public static Suite start(SuiteOptions options) {
        Suite suite = new Suite(options, _ -> {});
        try {
            suite.start();
            return suite;
        } catch (RuntimeException failed) {
            suite.close();
            throw failed;
        }
    }

    void start() {
        lifecycle.lock();
        try {
            starter = Thread.currentThread();
            if (closing) {
                throw new LocalStackException("stopped while starting");
            }
            lock = DataDirLock.tryAcquire(options.dataDir())
                    .orElseThrow(
                            () -> new AlreadyRunningException(options.dataDir(), SuiteState.read(options.dataDir())));
            Leftovers.stop(options.dataDir(), progress);
            checkPorts();
            Files.createDirectories(options.dataDir().resolve("logs"));
            state.phase("starting");
            progress.accept("starting " + names(parts));
            Together.start(parts, this::ready);
            progress.accept("starting " + names(services()));
            Together.start(services(), this::ready);
            state.phase("ready");
            caches = CompletableFuture.runAsync(() -> services().forEach(ServiceNode::makeCache), background);
        } catch (IOException e) {
            throw new LocalStackException("cannot use " + options.dataDir() + ": " + e.getMessage(), e);
        } finally {
            starter = null;
            lifecycle.unlock();
        }
    }

    /** Base URL of a chat node; 1 is the first. */
    public URI chatUrl(int node) {
        return chat(node).url();
    }

    /** The chat nodes, the first one first. */
    List<ServiceNode> chats() {
        return chats;
    }

    public URI notificationUrl() {
        return notification().url();
    }

    public URI taskUrl() {
        return taskUrl(1);
    }

    /** Base URL of a task worker; 1 is the first. */
    public URI taskUrl(int worker) {
        return task(worker).url();
    }

    /** A chat node, to stop, kill, freeze and start it; 1 is the first. */
    public ServiceNode chat(int node) {
        return chats.get(node - 1);
    }

    public ServiceNode notification() {
        return notifications.getFirst();
    }

    public ServiceNode task() {
        return task(1);
    }

    /** A task worker, to stop, kill, freeze and start it; 1 is the first. */
    public ServiceNode task(int worker) {
        return tasks.get(worker - 1);
    }

    /** Starts one more node of notification-service on a free port, which ends with the suite. */
    public ServiceNode startAnotherNotification() {
        ServiceNode node = node("notification-" + (more.size() + 2), Service.NOTIFICATION, 0, false);
        more.add(node);
        node.start();
        return node;
    }

    public void killChat(int node) {
        chat(node).kill();
    }

    /** Starts the node again on the same port and returns when it is ready. */
    public void startChat(int node) {
        chat(node).start();
    }

    public void stopChat(int node) {
        chat(node).stop();
    }

    public void pauseChat(int node) {
        chat(node).pause();
    }

    public void resumeChat(int node) {
        chat(node).resume();
    }

    /** The mail inbox. It does not run when {@link SuiteOptions#external()} names a real server. */
    public EmbeddedMail mail() {
        return stack.mail();
    }

    /** The embedded servers. Those that {@link SuiteOptions#external()} replaces do not run. */
    public EmbeddedStack stack() {
        return stack;
    }

    public Path dataDir() {
        return options.dataDir();
    }

    /** Returns when no start-up cache is being made; the first suite of a build makes them, at low priority. */
    public void awaitCaches() {
        caches.join();
    }

    /** Completes with a reason when the suite cannot be kept running. */
    CompletableFuture<String> failure() {
        return supervisor.gaveUp();
    }

    /** What the user must know about the administrator, once. */
    Optional<String> announceAdministrator() {
        return administrator.announcement(chatUrl(1));
    }

    /** Stops the services first, then what they stand on. Returns when no process is left. */
    @Override
    public void close() {
        closing = true;
        Thread startingThread = starter;
        if (startingThread != null) {
            startingThread.interrupt();
        }
        boolean interrupted = Thread.interrupted();
        supervisor.close();
        lifecycle.lock();
        try {
            background.shutdownNow();
            background.close();
            if (lock == null) {
                return;
            }
            state.phase("stopping");
            Together.run(services().stream()
                    .<Runnable>map(service -> () -> stop(service))
                    .toList());
            parts.reversed().forEach(this::stop);
            SuiteState.delete(options.dataDir());
            lock.close();
            lock = null;
        } finally {
            lifecycle.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stop(LocalServer server) {
        if (!server.isRunning()) {
            server.close();
            return;
        }
        long begin = System.nanoTime();
        server.close();
        progress.accept(
                "  stopped %s (%s)".formatted(server.name(), seconds(Duration.ofNanos(System.nanoTime() - begin))));
    }

    private void ready(LocalServer server, Duration time) {
        progress.accept("  %-13s ready on port %d after %s".formatted(server.name(), server.port(), seconds(time)));
    }

    private ServiceNode node(String name, Service service, int port, boolean first) {
        return new ServiceNode(
                name,
                service,
                root,
                options.dataDir().resolve("logs"),
                Ports.orFree(port),
                () -> environment.of(service, first),
                first);
    }

    /** All at once and before anything starts, so that the user hears it within a second. */
    private void checkPorts() {
        Set<Integer> seen = new HashSet<>();
        for (LocalServer server : servers()) {
            server.ports().forEach((part, port) -> {
                if (!seen.add(port)) {
                    throw new LocalStackException("two parts are to use port " + port);
                }
                if (!Ports.isFree(port)) {
                    throw new PortTakenException(part, port);
                }
            });
        }
    }

    List<ServiceNode> services() {
        return Stream.of(chats, notifications, tasks, more)
                .flatMap(List::stream)
                .toList();
    }

    private List<LocalServer> servers() {
        return Stream.concat(parts.stream(), services().stream()).toList();
    }

    private static @Nullable String publicUrl(LocalServer server) {
        return switch (server) {
            case EmbeddedPostgres postgres -> postgres.jdbcUrl("");
            case EmbeddedRedis redis -> redis.url();
            case EmbeddedKafka kafka -> kafka.bootstrapServers();
            case EmbeddedMail mail -> mail.url().toString();
            case ServiceNode service -> service.url().toString();
        };
    }

    private static String names(List<? extends LocalServer> servers) {
        return String.join(", ", servers.stream().map(LocalServer::name).toList());
    }

    private static String seconds(Duration time) {
        return "%.1f s".formatted(time.toMillis() / 1000.0);
    }
}
