package dev.confab.system.chat;

import dev.confab.client.StreamPosition;
import dev.confab.client.UserRef;
import dev.confab.client.connection.Backoff;
import dev.confab.client.connection.ConfabConnection;
import dev.confab.client.connection.ConfabEvent;
import dev.confab.client.connection.ConnectionListener;
import dev.confab.client.connection.ConnectionSettings;
import dev.confab.client.connection.ConnectionState;
import dev.confab.client.connection.JoinStart;
import dev.confab.client.connection.SentMessage;
import dev.confab.client.rest.ConfabRest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Somebody with an account and one connection, who remembers all that was said, seen and acknowledged. */
final class Talker implements ConnectionListener, AutoCloseable {
    static final String PASSWORD = "a long enough password";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ConnectionSettings SETTINGS = ConnectionSettings.DEFAULT
            .withBackoff(new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)))
            .withResendFor(Duration.ofMinutes(2));

    private final String username;
    private final ConfabRest rest;
    private final ConfabConnection connection;
    private final Queue<ConfabEvent> seen = new ConcurrentLinkedQueue<>();
    private final Queue<SentMessage> acknowledged = new ConcurrentLinkedQueue<>();
    private final List<String> gaps = new CopyOnWriteArrayList<>();
    private final List<String> typing = new CopyOnWriteArrayList<>();
    private final List<String> presence = new CopyOnWriteArrayList<>();
    private final AtomicBoolean talking = new AtomicBoolean();
    private volatile @Nullable Thread voice;

    private Talker(String username, ConfabRest rest, URI socketBase) {
        this.username = username;
        this.rest = rest;
        this.connection = ConfabConnection.open(
                socketBase.resolve("/ws"), rest.accessTokens(), this, SETTINGS, RandomGenerator.getDefault());
    }

    /** Registers at one address under a name that is not taken, and connects to the same or another one. */
    static Talker register(String name, URI restBase, URI socketBase) {
        String username = name + "_" + UUID.randomUUID().toString().substring(0, 8);
        ConfabRest rest = ConfabRest.at(restBase);
        rest.register(username, username + "@example.org", PASSWORD);
        return new Talker(username, rest, socketBase);
    }

    static Talker register(String name, URI base) {
        return register(name, base, base);
    }

    String username() {
        return username;
    }

    ConfabRest rest() {
        return rest;
    }

    ConfabConnection connection() {
        return connection;
    }

    Talker join(String room) {
        return join(room, new JoinStart.Newest(200));
    }

    Talker join(String room, JoinStart start) {
        get(connection.join(room, start));
        return this;
    }

    SentMessage say(String room, String text) {
        return get(send(room, text));
    }

    CompletableFuture<SentMessage> send(String room, String text) {
        return connection.send(room, text).whenComplete((sent, _) -> {
            if (sent != null) {
                acknowledged.add(sent);
            }
        });
    }

    /** Says one thing after the other, each as soon as the one before is acknowledged, until {@link #fallSilent}. */
    void keepTalking(String room) {
        talking.set(true);
        voice = Thread.ofVirtual().name(username).start(() -> {
            for (int number = 1; talking.get(); number++) {
                get(send(room, "%s says %d".formatted(username, number)));
            }
        });
    }

    void fallSilent() throws InterruptedException {
        talking.set(false);
        Thread speaker = voice;
        if (speaker != null && !speaker.join(PATIENCE)) {
            throw new AssertionError(username + " still waits for an acknowledgement in state " + connection.state());
        }
    }

    boolean isLive() {
        return connection.state() instanceof ConnectionState.Live;
    }

    /** Events of the room, in the order of their arrival. */
    List<ConfabEvent> seen(String room) {
        return seen.stream().filter(event -> room.equals(event.room())).toList();
    }

    List<@Nullable String> heard(String room) {
        return seen(room).stream()
                .filter(event -> event.kind().equals(ConfabEvent.MESSAGE_POSTED))
                .map(ConfabEvent::text)
                .toList();
    }

    /** Events of the personal stream. */
    List<ConfabEvent> personal() {
        return seen.stream().filter(event -> event.room() == null).toList();
    }

    List<SentMessage> acknowledged() {
        return List.copyOf(acknowledged);
    }

    List<String> gaps() {
        return gaps;
    }

    List<String> typing() {
        return typing;
    }

    List<String> presence() {
        return presence;
    }

    @Override
    public void onEvent(ConfabEvent event) {
        seen.add(event);
    }

    @Override
    public void onGap(@Nullable String room, StreamPosition lastSeen, StreamPosition continuesAfter) {
        gaps.add("%s: %s -> %s".formatted(room, lastSeen, continuesAfter));
    }

    @Override
    public void onTyping(String room, UserRef user, boolean isTyping) {
        typing.add("%s %s".formatted(user.username(), isTyping ? "types" : "stops"));
    }

    @Override
    public void onPresence(String room, UserRef user, boolean online, int count) {
        presence.add(
                "%s %s".formatted(user.username(), online ? "joined" : "left").toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        talking.set(false);
        connection.close();
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
