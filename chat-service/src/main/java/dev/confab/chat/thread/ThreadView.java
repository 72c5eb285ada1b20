package dev.confab.chat.thread;

import dev.confab.chat.message.HistoryPage;
import java.util.List;

/**
 * A thread as one user sees it.
 *
 * @param root     the message with which it begins
 * @param items    replies, ascending by seq
 * @param hasMore  whether there are more replies behind these
 * @param seq      the place up to which the events of the room are in it; more may be
 * @param followed whether the user follows it
 * @param readSeq  how far the user has read it; 0 for nothing
 * @param unread   replies of others behind that; at most {@value ThreadViewRepository#MAX_UNREAD}, which means so many or more
 */
public record ThreadView(
        HistoryPage.Item root,
        List<HistoryPage.Item> items,
        boolean hasMore,
        long seq,
        boolean followed,
        long readSeq,
        int unread) {

    public ThreadView {
        items = List.copyOf(items);
    }
}
