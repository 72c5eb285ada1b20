package dev.confab.client.rest;

import dev.confab.client.PresentUser;
import java.util.List;

/** Who is connected to a room now. */
public record RoomPresence(int count, List<PresentUser> users) {
    public RoomPresence {
        users = users == null ? List.of() : List.copyOf(users);
    }
}
