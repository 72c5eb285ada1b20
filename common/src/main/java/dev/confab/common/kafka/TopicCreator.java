package dev.confab.common.kafka;

import dev.confab.common.event.EventTopics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Creates the topics that are missing, with explicit settings, so that none depends on a broker's defaults. */
@ApplicationScoped
public class TopicCreator {
    private static final Logger LOG = Logger.getLogger(TopicCreator.class);

    private final KafkaClients clients;
    private final KafkaTopicConfig config;

    @Inject
    public TopicCreator(KafkaClients clients, KafkaTopicConfig config) {
        this.clients = clients;
        this.config = config;
    }

    /** Creates those that do not exist. Blocking, for seconds if no broker answers; then it fails. */
    public void ensure(Collection<String> topics) throws InterruptedException {
        try (Admin admin = clients.admin()) {
            List<String> missing = new ArrayList<>(topics);
            missing.removeAll(admin.listTopics().names().get());
            if (missing.isEmpty()) {
                return;
            }
            Map<String, KafkaFuture<Void>> created = admin.createTopics(
                            missing.stream().map(this::settingsOf).toList())
                    .values();
            for (Map.Entry<String, KafkaFuture<Void>> topic : created.entrySet()) {
                try {
                    topic.getValue().get();
                    LOG.infof("Created topic %s with %d partitions", topic.getKey(), config.partitions());
                } catch (ExecutionException failed) {
                    if (!(failed.getCause() instanceof TopicExistsException)) {
                        throw failed;
                    }
                }
            }
        } catch (ExecutionException failed) {
            throw new KafkaException("the topics " + topics + " cannot be created", failed.getCause());
        }
    }

    private NewTopic settingsOf(String topic) {
        int inSync = config.minInSyncReplicas().orElse(Math.max(1, config.replicationFactor() - 1));
        Map<String, String> settings = new HashMap<>(Map.of(
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(inSync),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Long.toString(config.maxRecordSize().asLongValue())));
        String retention = Long.toString(config.retention().toMillis());
        if (EventTopics.isCompacted(topic)) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            // A consumer may be away for as long as elsewhere, and what was deleted is gone from the disk in time.
            settings.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, retention);
            settings.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, retention);
        } else {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            settings.put(TopicConfig.RETENTION_MS_CONFIG, retention);
        }
        return new NewTopic(topic, config.partitions(), config.replicationFactor()).configs(settings);
    }
}
