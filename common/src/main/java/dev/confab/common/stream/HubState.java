package dev.confab.common.stream;

import dev.confab.common.error.ConfabException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The life of a hub: opening, open, closed; never back. */
sealed interface HubState {
    /**
     * The top of the stream is being read from the database.
     *
     * @param arrived events that came meanwhile
     */
    record Opening(List<StreamEvent> arrived) implements HubState {}

    /** Events are put in order and delivered. */
    record Open(EventSequencer sequencer, RecentEvents recent) implements HubState {}

    /**
     * Nothing is delivered any more.
     *
     * @param cause why delivery could not go on; absent when nobody listened any longer
     */
    record Closed(@Nullable ConfabException cause) implements HubState {}
}
