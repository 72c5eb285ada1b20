package dev.confab.bench;

import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.TokenStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/** Registers throw-away accounts and opens the rooms; names are new in every run. */
final class Accounts {
    private static final int PARALLEL = 4;

    private Accounts() {}

    /** The access tokens of {@code count} new users. */
    static List<String> register(URI chat, int count) throws InterruptedException {
        String run = runName();
        List<Callable<String>> work = new ArrayList<>();
        HttpClient http = HttpClient.newHttpClient();
        for (int n = 0; n < count; n++) {
            String name = "bench" + run + "." + n;
            work.add(() -> {
                ConfabRest rest = ConfabRest.at(chat, TokenStore.inMemory(), http, InstantSource.system());
                rest.register(name, name + "@bench.invalid", HexFormat.of().formatHex(randomBytes(16)));
                String token = rest.accessToken();
                if (token == null) {
                    throw new BenchException("registered without a token");
                }
                return token;
            });
        }
        List<String> tokens = new ArrayList<>(count);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            for (Future<String> token : threads.invokeAll(work)) {
                tokens.add(token.get());
            }
        } catch (ExecutionException e) {
            throw new BenchException("cannot register users: " + e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return tokens;
    }

    /** Opens {@code count} rooms and returns their names. */
    static List<String> rooms(URI chat, String token, int count) {
        String run = runName();
        List<String> rooms = new ArrayList<>(count);
        ConfabRest rest = ConfabRest.at(chat, Fixed.of(token));
        for (int n = 0; n < count; n++) {
            rooms.add(rest.rooms().getOrCreate("bench" + run + "_" + n).name());
        }
        return rooms;
    }

    private static String runName() {
        return HexFormat.of().formatHex(randomBytes(4));
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RandomGenerator.of("SecureRandom").nextBytes(bytes);
        return bytes;
    }
}
