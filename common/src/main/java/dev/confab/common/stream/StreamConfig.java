package dev.confab.common.stream;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;

/** The log of streams and its delivery on this node. */
@ConfigMapping(prefix = "confab.stream")
public interface StreamConfig {
    /** Whether this service has streams of its own. Fixed when the service is built. */
    @WithDefault("false")
    boolean enabled();

    /**
     * Names the incarnation of the database, in place of the one that is detected by system identifier and timeline. To be
     * set where a failover loses nothing (synchronous replicas) and clients should resume across it, or to be changed
     * after a copied data directory went back in time.
     */
    Optional<String> incarnation();

    /** The kinds of streams that this service delivers to subscribers: the topics that its nodes read. */
    @WithDefault("room,user")
    Set<StreamKind> kinds();

    /** How appends are collected and committed. */
    Append append();

    /** How events reach the subscribers of this node. */
    Hub hub();

    /** Group commit. */
    interface Append {
        /** Writers that commit at the same time, each with a database connection of its own. */
        @WithDefault("1")
        @Min(1)
        int lanes();

        /** The most events that one transaction stores. */
        @WithDefault("512")
        @Min(1)
        int maxBatch();

        /**
         * The least time between the beginnings of two transactions of a lane: under load more events share one commit. The
         * first event after a pause is stored at once.
         */
        @WithDefault("3ms")
        Duration pace();

        /** The most requests that wait in a lane; beyond, appends are refused as overloaded. */
        @WithDefault("10000")
        @Min(1)
        int queueLength();

        /** The most bytes that wait in a lane; beyond, appends are refused as overloaded. */
        @WithDefault("32M")
        MemorySize queueSize();

        /** The largest payload of an event. */
        @WithDefault("256K")
        MemorySize maxEventSize();

        /** How long a request may wait for the database before it fails as unavailable. */
        @WithDefault("10s")
        @DurationMin(millis = 1)
        Duration timeout();

        /** When a refused caller should try again. */
        @WithDefault("1s")
        Duration retryAfter();

        /** How long a transaction waits for a stream that another one holds. */
        @WithDefault("2s")
        @DurationMin(millis = 1)
        Duration lockTimeout();
    }

    /** Delivery. */
    interface Hub {
        /** How long a missing event may take to arrive by itself before it is read from the database. */
        @WithDefault("20ms")
        Duration gapWait();

        /** How often the tops of all open streams are compared with the database. */
        @WithDefault("3s")
        @DurationMin(millis = 1)
        Duration positionCheck();

        /** How long a stream without subscribers is kept open. */
        @WithDefault("5s")
        Duration linger();

        /** The most events that one query of a catch-up or of a gap reads. */
        @WithDefault("200")
        @Min(1)
        int pageSize();

        /** The most recent events of a stream that are kept in memory, so that short resumes cost no query. */
        @WithDefault("128")
        @Min(0)
        int recentEvents();

        /** The most bytes of recent events kept per stream. */
        @WithDefault("128K")
        MemorySize recentSize();

        /** The most bytes of recent events kept for all streams together. */
        @WithDefault("64M")
        MemorySize recentTotalSize();

        /** The most events per stream that wait for an earlier one or for their delivery. */
        @WithDefault("1024")
        @Min(1)
        int maxWaiting();

        /** The most bytes per stream that wait for an earlier event or for their delivery. */
        @WithDefault("4M")
        MemorySize maxWaitingSize();
    }
}
