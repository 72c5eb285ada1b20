package dev.confab.chat.typing;

/** Hears who types, from every node. Called on any thread, for different people at the same time; must not block. */
public interface TypingListener {

    /** Called when somebody begins, goes on, or stops. */
    void onTyping(TypingNotice notice);
}
