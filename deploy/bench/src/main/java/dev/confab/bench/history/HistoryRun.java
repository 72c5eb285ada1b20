package dev.confab.bench.history;

import dev.confab.local.Suite;
import dev.confab.local.test.LossyProxy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** People, faults and the verdict: one run on a suite, which is whole again afterwards. */
public final class HistoryRun {
    private static final Duration FINISH = Duration.ofSeconds(90);
    private static final long LOOK_MILLIS = 100;

    private final Suite suite;
    private final HistoryOptions options;
    private final Consumer<String> progress;
    private final SplittableRandom random;
    private final List<LossyProxy> proxies;
    private final Lab lab;
    private final String run = UUID.randomUUID().toString().substring(0, 6);
    private final List<Person> people = new ArrayList<>();
    /** Private rooms and their owners. */
    private final Map<String, Person> owners = new HashMap<>();

    private final List<String> publicRooms = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<Keeper> keepers = new ArrayList<>();

    private HistoryRun(Suite suite, int chatNodes, HistoryOptions options, Consumer<String> progress) {
        this.suite = suite;
        this.options = options;
        this.progress = progress;
        random = new SplittableRandom(options.seed());
        proxies = IntStream.rangeClosed(1, chatNodes)
                .mapToObj(node -> LossyProxy.before(suite.chatUrl(node)))
                .toList();
        lab = new Lab(proxies);
    }

    /**
     * Runs on a suite that does not start dead parts by itself and whose limits on registrations and handshakes allow a
     * few dozen people from one address.
     *
     * @param chatNodes how many of its nodes take part
     * @param progress hears what goes on
     */
    public static HistoryReport on(Suite suite, int chatNodes, HistoryOptions options, Consumer<String> progress)
            throws IOException, InterruptedException {
        return new HistoryRun(suite, chatNodes, options, progress).run();
    }

    private HistoryReport run() throws IOException, InterruptedException {
        List<URI> nodes = IntStream.rangeClosed(1, proxies.size())
                .mapToObj(suite::chatUrl)
                .toList();
        Leaks leaks = Leaks.before(nodes);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            enter();
            List<Future<?>> listening =
                    start(threads, devices.stream().map(this::listening).toList());
            List<Work> talking = new ArrayList<>();
            // The last device belongs to somebody who has nothing to say here.
            devices.subList(0, devices.size() - 1).forEach(device -> talking.add(talk(device)::run));
            keepers.forEach(keeper -> talking.add(keeper::run));
            List<Future<?>> talkers = start(threads, talking);

            new Nemesis(suite, lab, random.nextLong(), options.longestFault(), progress).rage(options.duration());
            progress.accept("all is well again; waiting until everybody has seen everything");
            lab.fallSilent(FINISH.toNanos());
            await(talkers);
            Audit audit = new Audit(nodes.getFirst(), lab.history(), people, publicRooms, owners);
            // What was said to be seen may still be written, and is to reach who said it while they listen.
            audit.awaitSilence();
            awaitCaughtUp(audit);
            audit.checkPresence(devices);
            lab.hangUp();
            await(listening);
            audit.readStreams();
            return report(audit, leaks);
        } finally {
            lab.fallSilent(0);
            lab.hangUp();
            proxies.forEach(LossyProxy::close);
        }
    }

    private void enter() throws IOException, InterruptedException {
        URI node = proxies.getFirst().url();
        for (int number = 1; number <= options.people(); number++) {
            people.add(Person.register(node, "h%s_%d".formatted(run, number)));
        }
        Person outsider = people.removeLast();
        for (int number = 1; number <= options.publicRooms(); number++) {
            publicRooms.add(create(people.getFirst(), "open%s_%d".formatted(run, number), "public"));
        }
        for (int number = 1; number <= options.privateRooms(); number++) {
            Person owner = people.get(number % people.size());
            String room = create(owner, "secret%s_%d".formatted(run, number), "private");
            owners.put(room, owner);
            List<Person> others =
                    people.stream().filter(person -> person != owner).toList();
            Keeper keeper = new Keeper(lab, owner, room, others, random.split());
            keeper.begin();
            keepers.add(keeper);
        }
        List<String> all = new ArrayList<>(publicRooms);
        all.addAll(owners.keySet());
        for (Person person : people) {
            device(person, "phone", all);
            if (random.nextBoolean()) {
                device(person, "laptop", all);
            }
        }
        people.add(outsider);
        device(outsider, "phone", all);
    }

    private void device(Person person, String name, List<String> rooms) {
        devices.add(new Device(lab, person, name, rooms, owners.keySet(), random.split()));
    }

    private String create(Person owner, String room, String visibility) throws IOException, InterruptedException {
        Rest.Answer answer =
                lab.insist(owner, random, "POST", "/api/rooms", Map.of("name", room, "visibility", visibility));
        if (!answer.done()) {
            throw new IOException("cannot create " + room + ": " + answer);
        }
        return room;
    }

    private Talk talk(Device device) {
        return new Talk(lab, device, random.split(), options.messagesPerSecond());
    }

    private Work listening(Device device) {
        return device::run;
    }

    /** Something that goes on for the whole run. */
    private interface Work {
        void run() throws InterruptedException;
    }

    private static List<Future<?>> start(ExecutorService threads, List<Work> work) {
        return work.stream()
                .<Future<?>>map(task -> threads.submit(() -> {
                    task.run();
                    return null;
                }))
                .toList();
    }

    private static void await(List<Future<?>> tasks) throws InterruptedException {
        for (Future<?> task : tasks) {
            try {
                task.get();
            } catch (ExecutionException failed) {
                throw new IllegalStateException("the checker itself failed", failed.getCause());
            }
        }
    }

    private void awaitCaughtUp(Audit audit) throws InterruptedException {
        long end = System.nanoTime() + FINISH.toNanos();
        while (System.nanoTime() < end && !devices.stream().allMatch(audit::hasCaughtUp)) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private HistoryReport report(Audit audit, Leaks leaks) throws IOException, InterruptedException {
        progress.accept("judging");
        List<String> violations = new ArrayList<>(audit.violations());
        audit.checkStates(violations);
        audit.checkUnread(violations);
        audit.checkTopics(suite.stack().kafka().bootstrapServers(), violations);
        leaks.check(violations);
        audit.checkNobodyIsLeft(violations);
        return new HistoryReport(options.seed(), audit.totals(lab.totals()), List.copyOf(violations));
    }

    static Map<String, String> names(List<Person> people) {
        return people.stream().collect(Collectors.toMap(Person::id, Person::username));
    }
}
