package dev.confab.common.event;

import dev.confab.common.stream.StreamKind;
import java.util.Collection;
import java.util.List;

/** The topics of events. On those of streams the key of every record is the stream's id. */
public final class EventTopics {
    /** The streams of rooms. */
    public static final String CHAT = "confab.chat.events";
    /** The personal streams of users. */
    public static final String USER = "confab.user.events";

    /** The inboxes of users: their notifications. */
    public static final String NOTIFICATION = "confab.notification.events";
    /** The present state of each account, under the user's id; no stream. Compacted: the newest record counts. */
    public static final String ACCOUNTS = "confab.accounts";
    /** What other services ask chat-service to do, under the room's id; no stream. */
    public static final String CHAT_COMMANDS = "confab.chat.commands";
    /** Notifications that other services ask for, under the id of the event they tell of; no stream. */
    public static final String NOTIFICATION_REQUESTS = "confab.notification.requests";

    /** The topics of which only the newest record of each key is of interest. */
    public static final List<String> COMPACTED = List.of(ACCOUNTS);

    private EventTopics() {}

    /** The topics of these kinds of streams. */
    public static List<String> of(Collection<StreamKind> kinds) {
        return kinds.stream().map(EventTopics::of).sorted().toList();
    }

    /** Whether only the newest record of each key is of interest. */
    public static boolean isCompacted(String topic) {
        return COMPACTED.contains(topic);
    }

    public static String of(StreamKind kind) {
        return switch (kind) {
            case ROOM -> CHAT;
            case USER -> USER;
            case INBOX -> NOTIFICATION;
        };
    }
}
