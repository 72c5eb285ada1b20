package dev.confab.client.connection;

import dev.confab.client.PresentUser;
import java.util.List;

/** Who is connected to a room at the moment of the answer. */
public record PresenceList(String room, int count, List<PresentUser> users) {}
