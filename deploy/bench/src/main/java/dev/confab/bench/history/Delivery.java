package dev.confab.bench.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of delivery: a stream joined on a connection, and what came until it was left or the connection ended.
 * Written by the connection's reader alone; read when all have ended.
 */
final class Delivery {
    private final String connection;
    private final @Nullable Position asked;
    private final boolean recovered;
    private final Position from;
    private final List<Sighting> sightings = new ArrayList<>();

    /**
     * @param connection who and where, for people who look for the reason
     * @param asked the position that the client wanted to continue, if any
     * @param recovered whether the server promised to continue it whole
     * @param from the event that the server promised to send first
     */
    Delivery(String connection, @Nullable Position asked, boolean recovered, Position from) {
        this.connection = connection;
        this.asked = asked;
        this.recovered = recovered;
        this.from = from;
    }

    void saw(Sighting sighting) {
        sightings.add(sighting);
    }

    String connection() {
        return connection;
    }

    @Nullable
    Position asked() {
        return asked;
    }

    boolean recovered() {
        return recovered;
    }

    Position from() {
        return from;
    }

    List<Sighting> sightings() {
        return sightings;
    }
}
