package dev.confab.chat.testing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Lets several do the same at the same time. */
public final class Race {

    private Race() {}

    /** Runs {@code runner} for 0, 1, 2 ..., all starting together; the results are in that order. */
    public static <T> List<T> of(int runners, IntFunction<T> runner) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(runners);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads
                    .invokeAll(IntStream.range(0, runners)
                            .<Callable<T>>mapToObj(number -> () -> {
                                start.await();
                                return runner.apply(number);
                            })
                            .toList())
                    .stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }
}
