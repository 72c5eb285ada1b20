package dev.confab.chat.attachment;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The uploads that a node takes at a time, of which one person has a part only. Never blocks for long. */
final class UploadPlaces {

    private static final Duration BUSY = Duration.ofSeconds(5);

    private final int most;
    private final int mostOfOne;
    private final Map<UUID, Integer> taken = new HashMap<>();
    private int all;

    UploadPlaces(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /**
     * Takes a place, which {@link #release} gives back.
     *
     * @throws ConfabException {@code rate_limited} when this person has as many as one may have; {@code overloaded} when
     *     all are taken
     */
    synchronized void take(UUID owner) {
        int own = taken.getOrDefault(owner, 0);
        if (own >= mostOfOne) {
            throw new ConfabException(
                    ErrorCode.RATE_LIMITED,
                    "You are uploading " + own + " files already; try again when some of them have arrived.",
                    BUSY);
        }
        if (all >= most) {
            throw new ConfabException(ErrorCode.OVERLOADED, "Too many files are being uploaded; try again.", BUSY);
        }
        taken.put(owner, own + 1);
        all++;
    }

    synchronized void release(UUID owner) {
        taken.computeIfPresent(owner, (_, own) -> own == 1 ? null : own - 1);
        all--;
    }
}
