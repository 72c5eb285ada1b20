package dev.confab.common.stream;

import dev.confab.common.stream.SubscriptionStart.FromNow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A node's hubs with one subscriber of one stream. */
public final class DeliveryProbe implements AutoCloseable {
    private final UUID stream;
    private final StreamHubs hubs;
    private final RecordingSubscriber subscriber = new RecordingSubscriber();

    public DeliveryProbe(LogDatabase database, UUID stream, String positionCheck) throws SQLException {
        this.stream = stream;
        hubs = new StreamHubs(
                database.pool(),
                TestSettings.of(StreamConfig.class, "confab.stream.hub.position-check", positionCheck),
                new StreamMetrics(new SimpleMeterRegistry()));
        hubs.subscribe(stream, new FromNow(), subscriber).start();
    }

    public UUID stream() {
        return stream;
    }

    public StreamHubs hubs() {
        return hubs;
    }

    public List<Long> seqs() {
        return subscriber.seqs();
    }

    @Override
    public void close() {
        hubs.close();
    }
}
