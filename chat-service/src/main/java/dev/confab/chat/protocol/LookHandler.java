package dev.confab.chat.protocol;

import dev.confab.chat.presence.OnlinePeopleService;
import dev.confab.chat.presence.PresenceService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tells a client what the lists show that it looks at. Of rooms only those count that it has joined or watches, which is
 * where it has been checked that it may; whether people are online every account may know.
 */
@ApplicationScoped
class LookHandler {

    private final RoomAudience rooms;
    private final PeopleAudience people;
    private final PresenceService presence;
    private final OnlinePeopleService online;

    LookHandler(RoomAudience rooms, PeopleAudience people, PresenceService presence, OnlinePeopleService online) {
        this.rooms = rooms;
        this.people = people;
        this.presence = presence;
        this.online = online;
    }

    /** Blocks; on a virtual thread. What changes after the answer was read is told, as it comes or a little later. */
    void look(ChatSession session, Command.Look look) {
        Set<String> names = look.rooms().stream().map(RoomNames::normal).collect(Collectors.toSet());
        Set<UUID> persons = session.user().isGuest() ? Set.of() : new HashSet<>(look.people());
        List<JoinedRoom> looked = session.look(names, rooms, persons, people);
        Map<UUID, Integer> counts = presence.counts(
                looked.stream().map(joined -> joined.room().id()).toList());
        Map<String, Integer> named = new HashMap<>();
        looked.forEach(joined -> named.put(
                joined.room().name(), counts.getOrDefault(joined.room().id(), 0)));
        session.send(new ServerFrame.LookedAt(look.id(), named, online.among(persons)));
    }
}
