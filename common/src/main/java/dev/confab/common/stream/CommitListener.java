package dev.confab.common.stream;

import java.util.List;

/** Hears of what this node has committed, after the commit. A listener only makes things faster: nothing relies on it. */
@FunctionalInterface
public interface CommitListener {
    /** Events of any streams, in seq order per stream. Must neither block nor throw. */
    void onCommitted(List<StreamEvent> events);
}
