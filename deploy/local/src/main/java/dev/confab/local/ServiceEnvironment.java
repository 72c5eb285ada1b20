package dev.confab.local;

import dev.confab.local.SuiteOptions.ChannelLayer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the services of a suite are told in their environment: where everything is that they stand on. */
final class ServiceEnvironment {
    private final SuiteOptions options;
    private final EmbeddedStack stack;
    private final Administrator administrator;
    private final Suite suite;

    /** The suite is asked for its nodes only when one of them starts. */
    ServiceEnvironment(SuiteOptions options, EmbeddedStack stack, Administrator administrator, Suite suite) {
        this.options = options;
        this.stack = stack;
        this.administrator = administrator;
        this.suite = suite;
    }

    /**
     * @param first whether this is the first node of its service, which also makes the administrator
     */
    Map<String, String> of(Service service, boolean first) {
        Map<String, String> variables = new HashMap<>(options.settings());
        variables.put("QUARKUS_HTTP_HOST", options.host());
        options.external()
                .postgres()
                .ifPresentOrElse(
                        server -> {
                            variables.put("QUARKUS_DATASOURCE_JDBC_URL", server.jdbcUrl(service.database()));
                            variables.put("QUARKUS_DATASOURCE_USERNAME", server.username());
                            variables.put("QUARKUS_DATASOURCE_PASSWORD", server.password());
                        },
                        () -> {
                            EmbeddedPostgres postgres = stack.postgres();
                            variables.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(service.database()));
                            variables.put("QUARKUS_DATASOURCE_USERNAME", postgres.username());
                            variables.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
                        });
        variables.put(
                "QUARKUS_REDIS_HOSTS",
                options.external().redisUrl().orElseGet(() -> stack.redis().url()));
        boolean alone = options.layer() == ChannelLayer.LOCAL;
        variables.put("CONFAB_LAYER", alone ? "local" : "kafka");
        if (!alone) {
            variables.put(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    options.external()
                            .kafkaBootstrapServers()
                            .orElseGet(() -> stack.kafka().bootstrapServers()));
        }
        if (service != Service.CHAT) {
            variables.put(
                    "CONFAB_TRUST_JWKS_URL",
                    suite.chatUrl(1).resolve("/.well-known/jwks.json").toString());
        }
        if (service == Service.TASK) {
            MailServer mail = options.external()
                    .smtp()
                    .orElseGet(() ->
                            new MailServer(stack.mail().host(), stack.mail().port()));
            variables.put("QUARKUS_MAILER_HOST", mail.host());
            variables.put("QUARKUS_MAILER_PORT", Integer.toString(mail.port()));
        }
        if (service != Service.NOTIFICATION) {
            variables.putIfAbsent(
                    "CONFAB_STORAGE_DIRECTORY",
                    options.dataDir().resolve("files").toString());
        }
        if (service == Service.CHAT && !alone) {
            variables.putIfAbsent(
                    "CONFAB_WEB_NOTIFICATIONS_URL", suite.notificationUrl().toString());
        }
        if (service == Service.NOTIFICATION) {
            variables.put("CONFAB_NOTIFICATIONS_WEB_URL", suite.chatUrl(1).toString());
            variables.put(
                    "CONFAB_SIGN_IN_TOKEN_URL",
                    suite.chatUrl(1).resolve("/api/auth/token").toString());
            // Pages of the chat nodes talk to this service, which has another origin.
            variables.putIfAbsent(
                    "CONFAB_SOCKETS_ALLOWED_ORIGINS",
                    suite.chats().stream()
                            .flatMap(node -> Stream.of("localhost", "127.0.0.1")
                                    .map(host -> "http://" + host + ":" + node.port()))
                            .collect(Collectors.joining(",")));
        }
        if (service == Service.CHAT && first) {
            administrator.toHandOver().ifPresent(password -> variables.put("CONFAB_ADMIN_PASSWORD", password));
        }
        return variables;
    }
}
