package dev.confab.chat.subscriber;

import dev.confab.chat.room.AccessMode;
import dev.confab.chat.room.RoomAccess;
import dev.confab.chat.room.RoomRef;
import dev.confab.chat.room.Visibility;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.layer.ChannelLayer;
import dev.confab.common.notice.NoticeRequest;
import dev.confab.common.notice.NoticeRequestCodec;
import dev.confab.common.stream.StreamEvent;
import dev.confab.common.task.TaskClient;
import dev.confab.common.task.TaskRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notifies all who follow a room. Methods block: call them on a virtual thread. */
@ApplicationScoped
public class SubscriberService {

    private static final String SOURCE = "/confab/chat";
    /** In private rooms of at most this many people everybody may call all of them. */
    private static final int FEW = 50;

    private final SubscriberRepository subscribers;
    private final RoomAccess access;
    private final TaskClient tasks;
    private final ChannelLayer layer;
    private final InstantSource clock;

    SubscriberService(
            SubscriberRepository subscribers,
            RoomAccess access,
            TaskClient tasks,
            ChannelLayer layer,
            InstantSource clock) {
        this.subscribers = subscribers;
        this.access = access;
        this.tasks = tasks;
        this.layer = layer;
        this.clock = clock;
    }

    /** Whether that user may call everybody by {@code @room}: moderators, and whoever is in a private room of few. */
    public boolean mayNotify(RoomRef room, UserIdentity author) {
        return access.standing(room.name(), author).allows(AccessMode.MODERATE)
                || (room.visibility() == Visibility.PRIVATE && subscribers.members(room.id(), FEW + 1) <= FEW);
    }

    /**
     * Submits the tasks that notify everybody who follows the room of an event, in the caller's transaction, which has
     * stored the event: when it commits, everybody is notified, at most once each. With the layer {@code local} there are
     * no notifications: people see what is in the room.
     *
     * @param kind {@link NoticeRequest#ANNOUNCEMENT} or {@link NoticeRequest#MENTION}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void notify(
            String kind, StreamEvent event, RoomRef room, UserIdentity actor, @Nullable String title, String text) {
        if (layer.isLocal()) {
            return;
        }
        List<UUID> all = subscribers.followers(room, actor.id(), clock.instant());
        for (int from = 0; from < all.size(); from += NoticeRequest.MOST_RECIPIENTS) {
            List<UUID> some = all.subList(from, Math.min(all.size(), from + NoticeRequest.MOST_RECIPIENTS));
            NoticeRequest request = new NoticeRequest(
                    kind,
                    some,
                    room.name(),
                    room.id(),
                    event.eventId(),
                    event.epoch(),
                    event.seq(),
                    actor.id(),
                    actor.username(),
                    title,
                    text,
                    event.time());
            tasks.submit(TaskRequest.of(NoticeRequestCodec.TASK, NoticeRequestCodec.toJson(request), SOURCE)
                    .causedBy(event.requestId(), event.traceParent()));
        }
    }
}
