package dev.confab.common.event;

import dev.confab.common.stream.StreamKind;
import java.util.List;

/** The topics that streams are published on. The key of every record is the stream's id. */
public final class EventTopics {
    /** The streams of rooms. */
    public static final String CHAT = "confab.chat.events";
    /** The personal streams of users. */
    public static final String USER = "confab.user.events";

    private EventTopics() {}

    public static List<String> all() {
        return List.of(CHAT, USER);
    }

    public static String of(StreamKind kind) {
        return switch (kind) {
            case ROOM -> CHAT;
            case USER -> USER;
        };
    }
}
