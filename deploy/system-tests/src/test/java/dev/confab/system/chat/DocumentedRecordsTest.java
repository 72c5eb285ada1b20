package dev.confab.system.chat;

import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.confab.client.connection.SentMessage;
import dev.confab.client.rest.ConfabRest;
import dev.confab.local.Suite;
import dev.confab.local.test.CommittedFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Everything that running services have written to the topics of events is as {@code docs/asyncapi.yaml} says. */
class DocumentedRecordsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> MESSAGES = Map.of(
            "confab.chat.events", "chatEvent",
            "confab.user.events", "userEvent",
            "confab.notification.events", "notificationEvent",
            "confab.accounts", "accountState");
    /** What {@link #doAllThereIsToDo} leads to. */
    private static final Set<String> TYPES = Set.of(
            "dev.confab.chat.room.created",
            "dev.confab.chat.message.posted",
            "dev.confab.chat.room.deleted",
            "dev.confab.user.room.read",
            "dev.confab.notification.notification.created",
            "dev.confab.account.state");

    private final Suite suite = TwoNodeSuite.get();
    private final Map<String, JsonSchema> schemas = schemas();
    private final Set<String> types = new TreeSet<>();

    @Test
    void everyRecordIsAsDocumented() throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        suite.stack().kafka().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = MESSAGES.keySet().stream()
                    .flatMap(topic -> consumer.partitionsFor(topic, PATIENCE).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            // The end as of now, not as of the first poll.
            partitions.forEach(consumer::position);

            doAllThereIsToDo();

            await().atMost(PATIENCE).untilAsserted(() -> {
                for (ConsumerRecord<byte[], byte[]> found : consumer.poll(Duration.ofMillis(200))) {
                    check(found);
                }
                assertThat(types).containsAll(TYPES);
            });
        }
    }

    private void doAllThereIsToDo() {
        ConfabRest admin = ConfabRest.at(TwoNodeSuite.node(1));
        admin.login("admin", TwoNodeSuite.ADMIN_PASSWORD);
        try (Conversation talk = new Conversation()) {
            Talker ann = talk.enter("ann", TwoNodeSuite.node(1));
            Talker ben = talk.enter("ben", TwoNodeSuite.node(2));
            SentMessage said = ann.say(talk.room(), "Good morning, @" + ben.username());
            ben.rest().rooms().reply(talk.room(), "answer", "Good morning", said.messageId());
            // What is read before it is stored is not announced, and who is banned or gone by then gets nothing.
            awaitUnread(ben, 1);
            ben.rest().rooms().read(talk.room(), said.position().seq());
            awaitUnread(ben, 0);
            String secret = talk.room() + "_secret";
            ann.rest().rooms().create(secret, "private");
            ann.rest().rooms().putMember(secret, ben.username(), "member");
            ann.rest().rooms().removeMember(secret, ben.username());
            ann.rest().rooms().delete(secret);
            admin.users().ban(ben.username(), "for a test");
            admin.users().delete(ann.username());
        }
    }

    private void awaitUnread(Talker person, long count) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() ->
                        person.rest().notifications(suite.notificationUrl()).unread() == count);
    }

    private void check(ConsumerRecord<byte[], byte[]> found) throws Exception {
        if (found.value() == null) {
            assertThat(found.topic()).as("where records may be tombstones").isEqualTo("confab.accounts");
            return;
        }
        JsonNode event = JSON.readTree(found.value());
        assertThat(schemas.get(found.topic()).validate(event))
                .as("%s: %s", found.topic(), new String(found.value(), StandardCharsets.UTF_8))
                .isEmpty();
        types.add(event.path("type").asText());
    }

    private static Map<String, JsonSchema> schemas() {
        Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(CommittedFile.named("docs/asyncapi.yaml").text());
        JsonNode api = JSON.valueToTree(document);
        Map<String, JsonSchema> schemas = new HashMap<>();
        MESSAGES.forEach((topic, message) -> {
            ObjectNode schema =
                    api.at("/components/messages/" + message + "/payload").deepCopy();
            schema.set("components", api.get("components"));
            schemas.put(
                    topic,
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(schema));
        });
        return schemas;
    }
}
