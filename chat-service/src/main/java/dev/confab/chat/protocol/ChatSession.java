package dev.confab.chat.protocol;

import dev.confab.common.connection.CloseCode;
import dev.confab.common.connection.CommandInbox;
import dev.confab.common.connection.Connection;
import dev.confab.common.connection.ConnectionPeer;
import dev.confab.common.connection.ErrorBudget;
import dev.confab.common.connection.OutboundFrame;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.frame.BadFrameException;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.DeliverableEvent;
import dev.confab.common.stream.EventEncoding;
import dev.confab.common.stream.StreamSubscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection as seen by the protocols: its state, the rooms it has joined, and the way of frames in both directions.
 *
 * <p>Commands are handled one at a time. What is joined is guarded by the session's lock, so that the end of a connection and
 * a join that is under way agree on who cleans up; no lock is held while anything blocks.
 */
public final class ChatSession implements ConnectionPeer {

    private static final Logger LOG = Logger.getLogger(ChatSession.class);

    private final Connection connection;
    private final ProtocolCodec codec;
    /** Kept, because it is needed for every delivery. */
    private final EventEncoding<OutboundFrame> events;

    private final CommandDispatcher dispatcher;
    private final SessionEnd end;
    private final CommandInbox inbox;
    private final ErrorBudget errors;
    private final int maxRooms;
    private final Map<String, JoinedRoom> rooms = new HashMap<>();
    private Set<UUID> people = Set.of();
    private @Nullable StreamSubscription personal;
    private boolean shown;
    private long requests;
    private volatile boolean endsWithRoom;
    private volatile SessionState state;

    ChatSession(
            Connection connection,
            ProtocolCodec codec,
            SessionState first,
            CommandDispatcher dispatcher,
            SessionEnd end,
            int maxErrors,
            int maxRooms) {
        this.connection = connection;
        this.codec = codec;
        this.events = codec.events();
        this.state = first;
        this.dispatcher = dispatcher;
        this.end = end;
        this.errors = new ErrorBudget(maxErrors);
        this.maxRooms = maxRooms;
        this.inbox = new CommandInbox(connection.eventLoop(), connection::holdBack);
    }

    /** Takes what the client sent. On the connection's event loop; returns at once. */
    public void receive(String text) {
        if (!connection.isClosing()) {
            inbox.add(() -> handle(text));
        }
    }

    /** Begins with something that no client sent. On the connection's event loop, before anything is received. */
    void begin(Supplier<CompletableFuture<Void>> step) {
        inbox.add(step);
    }

    /** From now on the connection makes no sense without the room that it is in. */
    void endsWithRoom() {
        endsWithRoom = true;
    }

    /** The server took the session out of a room. */
    void removedFrom(RoomEnding ending) {
        if (endsWithRoom) {
            connection.close(ending.closeCode(), ending.closeReason());
        }
    }

    private CompletableFuture<Void> handle(String text) {
        if (connection.isClosing()) {
            return done();
        }
        Command command;
        try {
            command = codec.decode(text);
        } catch (BadFrameException e) {
            if (state instanceof SessionState.AwaitingHello) {
                connection.close(CloseCode.PROTOCOL_VIOLATION, "say hello first");
            } else {
                refuse(e.id(), new ConfabException(e.code(), e.detail()));
            }
            return done();
        }
        return dispatcher.dispatch(this, command).exceptionally(failure -> {
            fail(command.id(), failure);
            return null;
        });
    }

    static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** Sends a frame if this protocol has words for it. */
    void send(ServerFrame frame) {
        OutboundFrame encoded = codec.encode(frame);
        if (encoded != null) {
            connection.send(encoded);
        }
    }

    /** Sends an event of a stream; the encoded form is shared. */
    void deliver(DeliverableEvent event) {
        OutboundFrame encoded = event.encoded(events);
        if (encoded != OutboundFrame.NONE) {
            connection.send(encoded);
        }
    }

    /** Answers a failed command. */
    void fail(@Nullable String id, Throwable failure) {
        ConfabException refusal = ConfabException.of(failure);
        if (refusal.code() == ErrorCode.INTERNAL) {
            LOG.errorf(failure, "A command of connection %s failed", connection.id());
        }
        refuse(id, refusal);
    }

    private synchronized void refuse(@Nullable String id, ConfabException refusal) {
        send(new ServerFrame.Failure(id, refusal.code(), refusal.detail(), refusal.retryAfter()));
        if (!errors.spend()) {
            connection.close(CloseCode.TOO_MANY_ERRORS);
        }
    }

    Connection connection() {
        return connection;
    }

    ProtocolCodec codec() {
        return codec;
    }

    UserIdentity user() {
        return connection.user();
    }

    SessionState state() {
        return state;
    }

    /** The greeting was accepted. */
    synchronized void greet() {
        if (state instanceof SessionState.AwaitingHello) {
            state = new SessionState.Ready();
        }
    }

    synchronized @Nullable JoinedRoom room(String name) {
        return rooms.get(name);
    }

    /** The joined room of that name, in any normal form. */
    JoinedRoom requireRoom(String name) {
        JoinedRoom joined = name.equals(Command.ONLY_ROOM) ? onlyRoom() : room(name);
        if (joined == null) {
            joined = room(RoomNames.normal(name));
        }
        if (joined == null) {
            throw new ConfabException(ErrorCode.NOT_JOINED, "This connection has not joined that room");
        }
        return joined;
    }

    private synchronized @Nullable JoinedRoom onlyRoom() {
        return endsWithRoom && rooms.size() == 1 ? rooms.values().iterator().next() : null;
    }

    void requireRoomForOneMore() {
        requireRoomFor(1);
    }

    /** Refuses when so many more would be more than a connection may have joined. */
    void requireRoomFor(int more) {
        int count;
        synchronized (this) {
            count = rooms.size();
        }
        if (count + more > maxRooms) {
            throw new ConfabException(ErrorCode.TOO_MANY_ROOMS, "A connection can join " + maxRooms + " rooms at most");
        }
    }

    /** Adds a joined room; false when the session is over, and the caller has to clean up. */
    synchronized boolean add(JoinedRoom joined) {
        if (state instanceof SessionState.Closed) {
            return false;
        }
        rooms.put(joined.room().name(), joined);
        return true;
    }

    /** Removes a joined room; false when somebody else did, who then has to clean up. */
    synchronized boolean remove(JoinedRoom joined) {
        return rooms.remove(joined.room().name(), joined);
    }

    /** Keeps the personal stream; false when the session is over, and the caller has to close it. */
    synchronized boolean keep(StreamSubscription subscription) {
        if (state instanceof SessionState.Closed) {
            return false;
        }
        personal = subscription;
        return true;
    }

    /** Others see by this session that its user is online; false when it is over. */
    synchronized boolean show() {
        shown = !(state instanceof SessionState.Closed);
        return shown;
    }

    /** Looks at these rooms, of those that are watched, and people, and no longer at others. The rooms of those names. */
    synchronized List<JoinedRoom> look(
            Set<String> names, RoomAudience roomAudience, Set<UUID> persons, PeopleAudience peopleAudience) {
        if (state instanceof SessionState.Closed) {
            return List.of();
        }
        List<JoinedRoom> looked = new ArrayList<>();
        rooms.forEach((name, joined) -> {
            boolean wanted = names.contains(name);
            if (joined.watching() && wanted) {
                roomAudience.add(joined);
            } else if (joined.watching()) {
                roomAudience.remove(joined);
            }
            if (wanted) {
                looked.add(joined);
            }
        });
        peopleAudience.change(this, people, persons);
        people = Set.copyOf(persons);
        return looked;
    }

    UUID id() {
        return connection.id();
    }

    /** The request id of a command: the connection's id, which logs name, and a number. On the event loop. */
    String nextRequestId() {
        return id() + "-" + ++requests;
    }

    @Override
    public String protocol() {
        return codec.name();
    }

    @Override
    public boolean greeted() {
        return !(state instanceof SessionState.AwaitingHello);
    }

    @Override
    public OutboundFrame ping() {
        return codec.ping();
    }

    @Override
    public void onClosed(boolean abandoned) {
        List<JoinedRoom> left;
        StreamSubscription mine;
        boolean wasShown;
        synchronized (this) {
            end.looksNoMore(this, people);
            people = Set.of();
            wasShown = shown;
            shown = false;
            state = new SessionState.Closed(abandoned);
            left = List.copyOf(rooms.values());
            rooms.clear();
            mine = personal;
            personal = null;
        }
        if (mine != null) {
            mine.close();
        }
        left.forEach(joined -> end.connectionLost(joined, abandoned));
        if (wasShown) {
            end.offline(this, abandoned);
        }
    }
}
