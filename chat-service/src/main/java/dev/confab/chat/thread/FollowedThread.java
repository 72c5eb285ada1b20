package dev.confab.chat.thread;

import dev.confab.chat.message.HistoryPage;
import java.util.UUID;

/**
 * A thread that the user follows.
 *
 * @param root    the message with which it begins; its {@code replies} say how many there are
 * @param readSeq how far the user has read it
 * @param unread  replies of others behind that
 */
public record FollowedThread(String room, UUID roomId, HistoryPage.Item root, long readSeq, int unread) {}
