package dev.confab.cli.seed;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.ProgressBar;
import dev.confab.client.ConfabException;
import dev.confab.client.rest.ConfabApiException;
import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.PostedMessage;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Carries a plan out over the REST API. Seeded users get a fresh random password in every run, known to nobody: so
 * their messages can be posted in their own name, and no known password is left behind.
 */
final class Seeder {
    /** Users that talk at the same time; each is limited by the server, the work of all is limited by us. */
    private static final int PARALLEL = 8;

    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int PATIENCE = 240;

    private final Cli cli;
    private final ConfabRest staff;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger posted = new AtomicInteger();
    private final AtomicInteger found = new AtomicInteger();

    Seeder(Cli cli, ConfabRest staff) {
        this.cli = cli;
        this.staff = staff;
    }

    SeedResult run(SeedPlan plan) throws InterruptedException {
        int roomsCreated = rooms(plan);
        Map<String, List<SeedPlan.Line>> byAuthor =
                plan.lines().stream().collect(Collectors.groupingBy(SeedPlan.Line::author));
        AtomicInteger usersCreated = new AtomicInteger();
        try (ProgressBar bar = new ProgressBar(
                cli, "seeding", plan.users().size() + (long) plan.lines().size())) {
            List<Callable<Void>> work = new ArrayList<>();
            for (String user : plan.users()) {
                work.add(() -> {
                    String password = password();
                    if (ensureUser(plan.seed(), user, password)) {
                        usersCreated.incrementAndGet();
                    }
                    bar.step();
                    talk(user, password, byAuthor.getOrDefault(user, List.of()), bar);
                    return null;
                });
            }
            inParallel(work);
        }
        return new SeedResult(
                usersCreated.get(),
                plan.users().size() - usersCreated.get(),
                roomsCreated,
                plan.rooms().size() - roomsCreated,
                posted.get(),
                found.get());
    }

    private int rooms(SeedPlan plan) throws InterruptedException {
        int created = 0;
        for (String room : plan.rooms()) {
            try {
                patiently(() -> staff.rooms().create(room, "public"));
                created++;
            } catch (ConfabApiException e) {
                if (!e.code().equals("room_exists")) {
                    throw e;
                }
            }
        }
        return created;
    }

    private boolean ensureUser(long seed, String user, String password) throws InterruptedException {
        try {
            String email = SeedPlan.email(seed, user);
            patiently(() -> staff.users().create(user, email, password, List.of("user")));
            return true;
        } catch (ConfabApiException e) {
            if (!e.code().equals("username_taken")) {
                throw e;
            }
            staff.users().setPassword(user, password);
            return false;
        }
    }

    private void talk(String user, String password, List<SeedPlan.Line> lines, ProgressBar bar)
            throws InterruptedException {
        if (lines.isEmpty()) {
            return;
        }
        ConfabRest rest = ConfabRest.at(staff.base());
        patiently(() -> rest.login(user, password));
        for (SeedPlan.Line line : lines) {
            PostedMessage message = patiently(() -> rest.rooms().post(line.room(), line.id(), line.text()));
            (message.duplicate() ? found : posted).incrementAndGet();
            bar.step();
        }
        rest.logout();
    }

    /** Waits as long as the server asks when it refuses for now, above all because of the rate limit. */
    private static <T> T patiently(Callable<T> call) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.call();
            } catch (ConfabException e) {
                if (!e.temporary() || e.code().equals(ConfabException.UNREACHABLE) || attempt == PATIENCE) {
                    throw e;
                }
                Duration asked = e.retryAfter();
                TimeUnit.MILLISECONDS.sleep((asked == null ? PAUSE : asked).toMillis());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void inParallel(List<Callable<Void>> work) throws InterruptedException {
        ExecutorService threads =
                Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().factory());
        try {
            for (Future<Void> result : threads.invokeAll(work)) {
                result.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConfabException failure) {
                throw failure;
            }
            throw CommandException.failure("seeding failed: " + e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private String password() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
