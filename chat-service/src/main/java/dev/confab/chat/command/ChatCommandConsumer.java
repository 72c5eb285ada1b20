package dev.confab.chat.command;

import dev.confab.common.command.ChatCommand;
import dev.confab.common.command.ChatCommandCodec;
import dev.confab.common.deadletter.DeadLetter;
import dev.confab.common.deadletter.PoisonSearch;
import dev.confab.common.error.ConfabException;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.common.kafka.BatchHandler;
import dev.confab.common.kafka.GroupConsumer;
import dev.confab.common.kafka.KafkaClients;
import dev.confab.common.kafka.TopicCreator;
import dev.confab.common.layer.ChannelLayer;
import dev.confab.common.outbox.Outbox;
import io.quarkus.arc.All;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Reads commands as a member of the group {@value #GROUP} and hands each to the handler of its kind: those of one room one
 * after the other, up to {@value #ROOMS_AT_ONCE} rooms at the same time. Offsets are committed after all of a batch are
 * done. What can never be carried out goes to {@value #DEAD_LETTERS} with the reason in its headers; while something is
 * away nothing is put aside: all wait. With the layer {@code local} there is nobody who could ask for anything, and nothing is
 * read.
 */
@ApplicationScoped
class ChatCommandConsumer implements BatchHandler {

    static final String GROUP = "confab-chat-commands";
    static final String DEAD_LETTERS = EventTopics.CHAT_COMMANDS + ".dlt";

    private static final Logger LOG = Logger.getLogger(ChatCommandConsumer.class);
    /** Bounds the database connections that commands take from what people do. */
    private static final int ROOMS_AT_ONCE = 8;

    private final Map<String, ChatCommandHandler> handlers;
    private final Outbox outbox;
    private final ChannelLayer layer;
    private final ExecutorService virtualThreads;
    private final GroupConsumer consumer;
    /** Of the commands of a batch that comes again: how often each failed, and which are not tried any more. */
    private final Map<RecordPlace, PoisonSearch> searches = new ConcurrentHashMap<>();

    private final Map<RecordPlace, DeadLetter> hopeless = new ConcurrentSkipListMap<>();

    /** A command and the record that it came in. */
    private record Received(ConsumerRecord<String, byte[]> record, ChatCommand command) {
        RecordPlace place() {
            return RecordPlace.of(record);
        }
    }

    private record RecordPlace(int partition, long offset) implements Comparable<RecordPlace> {
        private static final Comparator<RecordPlace> ORDER =
                Comparator.comparingInt(RecordPlace::partition).thenComparingLong(RecordPlace::offset);

        static RecordPlace of(ConsumerRecord<?, ?> record) {
            return new RecordPlace(record.partition(), record.offset());
        }

        @Override
        public int compareTo(RecordPlace other) {
            return ORDER.compare(this, other);
        }
    }

    ChatCommandConsumer(
            @All List<ChatCommandHandler> handlers,
            Outbox outbox,
            KafkaClients clients,
            TopicCreator topics,
            ChannelLayer layer,
            @VirtualThreads ExecutorService virtualThreads) {
        this.handlers = handlers.stream().collect(Collectors.toMap(ChatCommandHandler::kind, Function.identity()));
        this.outbox = outbox;
        this.layer = layer;
        this.virtualThreads = virtualThreads;
        this.consumer = new GroupConsumer(clients, topics, GROUP, List.of(EventTopics.CHAT_COMMANDS), this);
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 100) StartupEvent event) {
        if (!layer.isLocal()) {
            consumer.start();
        }
    }

    /** Before the log and the relay stop: what is stored here is published by them. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER + 900) ShutdownEvent event) {
        consumer.close();
    }

    @Override
    public void handle(List<ConsumerRecord<String, byte[]>> batch) throws Exception {
        Set<RecordPlace> places = batch.stream().map(RecordPlace::of).collect(Collectors.toSet());
        searches.keySet().retainAll(places);
        hopeless.keySet().retainAll(places);
        Map<UUID, List<Received>> rooms = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : batch) {
            try {
                ChatCommand command = ChatCommandCodec.decode(record);
                rooms.computeIfAbsent(command.roomId(), _ -> new ArrayList<>()).add(new Received(record, command));
            } catch (MalformedEventException malformed) {
                hopeless.put(RecordPlace.of(record), DeadLetter.unreadable(record, "malformed_command", malformed));
            }
        }
        carryOut(rooms.values());
        putAside(hopeless.values());
        searches.clear();
        hopeless.clear();
    }

    private void carryOut(Collection<List<Received>> rooms) throws Exception {
        Semaphore places = new Semaphore(ROOMS_AT_ONCE);
        List<Future<?>> running = new ArrayList<>();
        try {
            for (List<Received> room : rooms) {
                places.acquire();
                running.add(virtualThreads.submit(() -> {
                    try {
                        carryOut(room);
                        return room.size();
                    } finally {
                        places.release();
                    }
                }));
            }
        } finally {
            // Nothing of this batch may still run when it comes again.
            places.acquire(ROOMS_AT_ONCE);
        }
        for (Future<?> room : running) {
            try {
                var _ = room.get();
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof Exception cause ? cause : failure;
            }
        }
    }

    private void carryOut(List<Received> commands) throws Exception {
        for (Received received : commands) {
            if (!hopeless.containsKey(received.place())) {
                carryOut(received);
            }
        }
    }

    private void carryOut(Received received) throws Exception {
        ChatCommandHandler handler = handlers.get(received.command().kind());
        if (handler == null) {
            hopeless.put(
                    received.place(),
                    new DeadLetter(received.record(), "unknown_command", "There is no such command."));
            return;
        }
        // Its tries are its own: what succeeds beside it says nothing about it.
        PoisonSearch search = searches.computeIfAbsent(received.place(), _ -> new PoisonSearch());
        search.apply(List.of(received.command()), one -> handler.handle(one.getFirst()), (refused, failure) -> {
            LOG.errorf(failure, "Command %s can never be carried out", refused.id());
            if (failure instanceof MalformedEventException malformed) {
                hopeless.put(
                        received.place(), DeadLetter.unreadable(received.record(), "malformed_command", malformed));
            } else {
                tell(handler, refused);
                hopeless.put(received.place(), DeadLetter.refused(received.record(), failure));
            }
        });
    }

    /** Whoever cannot be told for good must not hold up what others ask for. */
    private static void tell(ChatCommandHandler handler, ChatCommand refused) {
        try {
            handler.givenUp(refused);
        } catch (RuntimeException untold) {
            if (ConfabException.of(untold).code().temporary()) {
                throw untold;
            }
            LOG.errorf(untold, "Nobody could be told that command %s is put aside", refused.id());
        }
    }

    private void putAside(Collection<DeadLetter> deadLetters) {
        if (!deadLetters.isEmpty()) {
            deadLetters.forEach(letter -> LOG.warnf("A command is put aside: %s", letter));
            QuarkusTransaction.requiringNew()
                    .run(() -> outbox.add(deadLetters.stream()
                            .map(letter -> letter.onTopic(DEAD_LETTERS))
                            .toList()));
        }
    }
}
