package dev.confab.common.deadletter;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.event.MalformedEventException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Handles the records of a batch together and finds, by halving, the ones that fail by their content. A failure that time
 * may heal is thrown, so that the consumer hands over the same batch again: that something is away is certain for some
 * failures; of those that say nothing it is not known, so they get {@value #PATIENCE} tries before they count as a defect
 * that the content brings out.
 *
 * <p>Of one consumer's thread.
 */
public final class PoisonSearch {
    private static final int PATIENCE = 5;

    private int unexplained;

    /** Does the work for some records, all or nothing, without harm when it is repeated. */
    @FunctionalInterface
    public interface Step<T> {
        void apply(List<T> records) throws Exception;
    }

    /**
     * Applies the step to all records but those that it can never be applied to, which are given to {@code poison}.
     *
     * @throws Exception what may pass; some records may have been handled then, and all are to come again
     */
    public <T> void apply(List<T> records, Step<T> step, BiConsumer<T, Exception> poison) throws Exception {
        search(records, step, poison);
        unexplained = 0;
    }

    private <T> void search(List<T> records, Step<T> step, BiConsumer<T, Exception> poison) throws Exception {
        if (records.isEmpty()) {
            return;
        }
        try {
            step.apply(records);
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Exception failure) {
            if (mayPass(failure)) {
                throw failure;
            }
            if (records.size() == 1) {
                poison.accept(records.getFirst(), failure);
                return;
            }
            int half = records.size() / 2;
            search(records.subList(0, half), step, poison);
            search(records.subList(half, records.size()), step, poison);
        }
    }

    private boolean mayPass(Exception failure) {
        if (ConfabException.of(failure).code().temporary()) {
            return true;
        }
        return !isContent(failure) && ++unexplained <= PATIENCE;
    }

    private static boolean isContent(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 32; depth++) {
            if (current instanceof MalformedEventException) {
                return true;
            }
            if (current instanceof SQLException sql && sql.getSQLState() != null) {
                String type = sql.getSQLState().substring(0, 2);
                return type.equals("22") || type.equals("23") || type.equals("54");
            }
            if (current instanceof ConfabException confab) {
                return confab.code() == ErrorCode.INVALID_REQUEST || confab.code() == ErrorCode.PAYLOAD_TOO_LARGE;
            }
            current = current.getCause();
        }
        return false;
    }
}
