package dev.confab.chat.account;

import dev.confab.common.account.AccountState;
import dev.confab.common.account.AccountStateCodec;
import dev.confab.common.event.EventTopics;
import dev.confab.common.event.MalformedEventException;
import dev.confab.local.test.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the published states of accounts from the beginning, as another service would. */
final class AccountTopic implements AutoCloseable {

    /** Asked again and again until all has come. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
            Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    AccountTopic() {
        Patience.await()
                .until(() -> !consumer.partitionsFor(EventTopics.ACCOUNTS).isEmpty());
        List<TopicPartition> partitions = consumer.partitionsFor(EventTopics.ACCOUNTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * The states of one account in the order of publication; empty for a tombstone. Each once: a relay that was held up
     * publishes again what it does not know to be published.
     */
    List<Optional<AccountState>> untilEnough(UUID account, Predicate<List<Optional<AccountState>>> enough) {
        return Patience.await()
                .until(
                        () -> {
                            consumer.poll(LOOK).forEach(records::add);
                            return states(account);
                        },
                        enough);
    }

    private List<Optional<AccountState>> states(UUID account) throws MalformedEventException {
        List<Optional<AccountState>> states = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.key().equals(account.toString())) {
                states.add(
                        record.value() == null
                                ? Optional.empty()
                                : Optional.of(AccountStateCodec.decode(record.value())));
            }
        }
        return states.stream().distinct().toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
