package dev.confab.client.connection;

import dev.confab.client.ConfabException;
import dev.confab.client.StreamPosition;
import dev.confab.client.UserRef;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Writes down everything that a connection tells. */
final class RecordingListener implements ConnectionListener {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<ConnectionState> states = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(ConfabEvent event) {
        heard.add((event.room() == null ? "me" : event.room()) + " " + event.seq());
    }

    @Override
    public void onGap(@Nullable String room, StreamPosition lastSeen, StreamPosition continuesAfter) {
        heard.add("gap " + lastSeen.seq() + ".." + continuesAfter.seq());
    }

    @Override
    public void onTyping(String room, UserRef user, boolean typing) {
        heard.add(user.username() + " typing " + typing);
    }

    @Override
    public void onPresence(String room, UserRef user, boolean online, int count) {
        heard.add(user.username() + " online " + online + " of " + count);
    }

    @Override
    public void onLeft(String room, String code, String message) {
        heard.add("left " + room + " " + code);
    }

    @Override
    public void onError(ConfabException error) {
        heard.add("error " + error.code());
    }

    @Override
    public void onState(ConnectionState state) {
        states.add(state);
    }
}
