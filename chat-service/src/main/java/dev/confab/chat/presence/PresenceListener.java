package dev.confab.chat.presence;

/** Hears, on every node, each change of presence in any room, at most once. Called on an event loop; must not block. */
public interface PresenceListener {

    /** Called for one change at a time. */
    void onPresenceChange(PresenceChange change);
}
