package dev.confab.notification.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.confab.common.account.AccountState;
import dev.confab.common.account.AccountStateCodec;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.EventTopics;
import dev.confab.local.EmbeddedStack;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What chat-service publishes about a room and the people in it. */
final class ChatEvents implements AutoCloseable {

    private final UUID roomId = UUID.randomUUID();
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", EmbeddedStack.shared().kafka().bootstrapServers(), "linger.ms", 0),
            new StringSerializer(),
            new ByteArraySerializer());
    private long seq;

    /** Somebody mentions a person in a message. */
    void mention(UUID userId, String username, String text) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        ObjectNode data = CloudEvent.object();
        data.put("streamId", roomId.toString())
                .put("room", "lobby")
                .put("epoch", "e")
                .put("seq", ++seq);
        data.putObject("user").put("id", UUID.randomUUID().toString()).put("username", "bob");
        ObjectNode payload = data.putObject("payload").put("text", text);
        payload.putArray("mentions").addObject().put("id", userId.toString()).put("username", username);
        CloudEvent event = new CloudEvent(
                UUID.randomUUID().toString(), "/confab/chat", "dev.confab.chat.message.posted", "lobby", now, data);
        var _ = producer.send(new ProducerRecord<>(EventTopics.CHAT, roomId.toString(), event.toBytes()));
        producer.flush();
    }

    /** An account has changed. */
    void account(UUID userId, String username, boolean banned, @Nullable Instant validAfter, long version) {
        AccountState state = new AccountState(userId, username, null, Set.of("user"), banned, validAfter, version);
        var _ = producer.send(new ProducerRecord<>(
                EventTopics.ACCOUNTS, userId.toString(), AccountStateCodec.encode(state, Instant.now())));
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
