package dev.confab.chat.hint;

/** Hears hints, from every node. Called on any thread; must not block. */
public interface RoomHintListener {

    /** Called for each. */
    void onHint(RoomHint hint);
}
