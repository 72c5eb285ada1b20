package dev.confab.chat.protocol;

import dev.confab.chat.room.RoomPolicies;
import dev.confab.common.stream.StreamEvent;
import jakarta.inject.Singleton;

/** What the events of a room mean for the sessions in it, besides being delivered. Asked at every delivery. Never blocks. */
@Singleton
class RoomGuard {

    /** Most events are messages, their reactions and so on, which change nothing about who may be there. */
    private static final String MESSAGES = "message.";
    /** Of the changes of a room the one by which somebody may no longer be in it. */
    private static final String VISIBILITY = "\"visibility\"";

    private final SessionEnd end;
    private final VisitReview review;
    private final RoomPolicies policies;

    RoomGuard(SessionEnd end, VisitReview review, RoomPolicies policies) {
        this.end = end;
        this.review = review;
        this.policies = policies;
    }

    /** An event that happened after the room was joined. */
    void happened(JoinedRoom joined, StreamEvent event) {
        if (event.type().startsWith(MESSAGES)) {
            return;
        }
        policies.noticed(event);
        RoomEnding ending = RoomEnding.by(event, joined.session().user());
        if (ending != null) {
            end.removed(joined, ending);
        } else if (event.type().equals("room.updated") && event.data().contains(VISIBILITY)) {
            review.add(joined);
        }
    }

    /** The room's events can no longer be delivered, for that reason. */
    void lost(JoinedRoom joined, RoomEnding ending) {
        end.removed(joined, ending);
    }
}
