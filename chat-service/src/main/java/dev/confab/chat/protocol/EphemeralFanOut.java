package dev.confab.chat.protocol;

import dev.confab.chat.hint.RoomHint;
import dev.confab.chat.hint.RoomHintListener;
import dev.confab.chat.presence.OnlinePeopleService;
import dev.confab.chat.presence.PresenceChange;
import dev.confab.chat.presence.PresenceListener;
import dev.confab.chat.typing.TypingListener;
import dev.confab.chat.typing.TypingNotice;
import dev.confab.common.connection.OutboundFrame;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Brings typing and presence to the connections of this node, encoded once per protocol. */
@ApplicationScoped
class EphemeralFanOut implements PresenceListener, TypingListener, RoomHintListener {

    private final RoomAudience audience;
    private final PeopleAudience people;
    private final Crowds crowds;

    EphemeralFanOut(RoomAudience audience, PeopleAudience people, Crowds crowds) {
        this.audience = audience;
        this.people = people;
        this.crowds = crowds;
    }

    /**
     * Everybody in the room is told, those concerned included; in a crowd, who looks is told the number, as are those who
     * look from outside.
     */
    @Override
    public void onPresenceChange(PresenceChange change) {
        if (OnlinePeopleService.isGroup(change.roomId())) {
            people.tell(
                    change.userId(), new ServerFrame.PersonShown(change.userId(), change.username(), change.online()));
            return;
        }
        boolean crowd = crowds.isCrowd(change.roomId());
        if (crowd || !audience.onlookers(change.roomId()).isEmpty()) {
            crowds.count(change.roomId(), change.count());
        }
        if (crowd) {
            return;
        }
        Set<JoinedRoom> receivers = audience.of(change.roomId());
        if (!receivers.isEmpty()) {
            String room = nameOf(receivers);
            send(
                    receivers,
                    new ServerFrame.PresenceShown(
                            room, change.userId(), change.username(), change.online(), change.count()),
                    joined -> true);
        }
    }

    /** Everybody but the typist is told, on whatever connection; in a crowd, who looks, and not of everybody who types. */
    @Override
    public void onTyping(TypingNotice notice) {
        boolean crowd = crowds.isCrowd(notice.roomId());
        if (crowd && !crowds.mayTellTyping(notice.roomId())) {
            return;
        }
        Set<JoinedRoom> receivers = audience.of(notice.roomId());
        if (!receivers.isEmpty()) {
            String room = nameOf(receivers);
            send(
                    receivers,
                    new ServerFrame.TypingShown(room, notice.userId(), notice.username(), notice.typing()),
                    joined -> (!crowd || joined.looks())
                            && !joined.session().user().id().equals(notice.userId()));
        }
    }

    /** Everybody in the room is told; or everybody who looks at the person. */
    @Override
    public void onHint(RoomHint hint) {
        Set<JoinedRoom> receivers = audience.of(hint.roomId());
        if (receivers.isEmpty()) {
            people.tell(hint.roomId(), new ServerFrame.Hint(null, hint.type(), hint.fields()));
        } else {
            send(receivers, new ServerFrame.Hint(nameOf(receivers), hint.type(), hint.fields()), joined -> true);
        }
    }

    private static String nameOf(Set<JoinedRoom> receivers) {
        Iterator<JoinedRoom> any = receivers.iterator();
        return any.hasNext() ? any.next().room().name() : "";
    }

    private static void send(Set<JoinedRoom> receivers, ServerFrame frame, Predicate<JoinedRoom> who) {
        Map<ProtocolCodec, Optional<OutboundFrame>> encoded = new HashMap<>();
        for (JoinedRoom joined : receivers) {
            if (who.test(joined)) {
                encoded.computeIfAbsent(joined.session().codec(), codec -> Optional.ofNullable(codec.encode(frame)))
                        .ifPresent(joined.session().connection()::send);
            }
        }
    }
}
