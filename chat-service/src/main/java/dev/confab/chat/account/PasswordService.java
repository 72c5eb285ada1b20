package dev.confab.chat.account;

import com.password4j.Argon2Function;
import com.password4j.Hash;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and verifies passwords.
 *
 * <p>A hash takes much memory and some time on a processor, on purpose. They are computed on a few threads of their own,
 * which bounds their memory and keeps them from holding up everybody else's virtual threads; callers wait, so call it on
 * a virtual thread and outside of transactions. Past the bounds it fails with {@code OVERLOADED}.
 */
@ApplicationScoped
class PasswordService {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Argon2Function function;
    private final ThreadPoolExecutor threads;
    private final Duration patience;
    /** Verified in place of the hash that an unknown user does not have. */
    private final String nobodysHash;

    PasswordService(PasswordConfig config) {
        this.function = Argon2Function.getInstance(config.memoryKib(), config.iterations(), 1, HASH_BYTES, Argon2.ID);
        this.patience = config.patience();
        int concurrency = config.concurrency().orElse(Runtime.getRuntime().availableProcessors());
        this.threads = new ThreadPoolExecutor(
                concurrency,
                concurrency,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(config.queue()),
                Thread.ofPlatform().daemon().name("password-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        this.nobodysHash = compute("nobody's password");
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** The hash of a new password in its encoded form, with its salt and parameters. */
    String hash(String password) {
        return inTurn(() -> compute(password));
    }

    /** Whether a password is right. Takes the same time for somebody who has none. */
    boolean verify(String password, @Nullable String hash) {
        return inTurn(() -> {
            String compared = hash == null ? nobodysHash : hash;
            boolean matches = Argon2Function.getInstanceFromHash(compared).check(password, compared);
            return matches && hash != null;
        });
    }

    /** Whether a hash was made with other parameters than those of today. */
    boolean isOutdated(String hash) {
        return !Argon2Function.getInstanceFromHash(hash).equals(function);
    }

    private String compute(String password) {
        Hash hash = Password.hash(password).addRandomSalt(SALT_BYTES).with(function);
        return hash.getResult();
    }

    private <T> T inTurn(Callable<T> work) {
        Future<T> result;
        try {
            result = threads.submit(work);
        } catch (RejectedExecutionException e) {
            throw overloaded();
        }
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw overloaded();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw overloaded();
        } catch (ExecutionException e) {
            // The cause can only be a defect; it is not passed on whole because it might quote its input.
            throw new IllegalStateException(
                    "A password could not be hashed: " + e.getCause().getClass());
        }
    }

    private static ConfabException overloaded() {
        return new ConfabException(ErrorCode.OVERLOADED, "Too many people are signing in right now.", RETRY_AFTER);
    }
}
