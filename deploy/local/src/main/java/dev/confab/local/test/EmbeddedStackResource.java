package dev.confab.local.test;

import dev.confab.local.EmbeddedPostgres;
import dev.confab.local.EmbeddedStack;
import dev.confab.local.TemporaryFolder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs a Quarkus test on the stack of this JVM, {@link EmbeddedStack#shared()}. The argument {@code database} is
 * the service's: {@code chat}, {@code notification} or {@code task}.
 *
 * <pre>{@code
 * @QuarkusTest
 * @QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
 * }</pre>
 */
public final class EmbeddedStackResource implements QuarkusTestResourceLifecycleManager {
    /** The service that sends mails, and therefore gets the inbox as well. */
    private static final String MAILING = "confab_task";

    /** What tests upload. */
    private static final Path FILES = TemporaryFolder.create("confab-test-files-");

    private String database = "";

    @Override
    public void init(Map<String, String> initArgs) {
        database = "confab_" + initArgs.getOrDefault("database", "");
        if (!EmbeddedPostgres.DATABASES.contains(database)) {
            throw new IllegalArgumentException("the argument 'database' must be chat, notification or task");
        }
    }

    @Override
    public Map<String, String> start() {
        EmbeddedStack stack = EmbeddedStack.shared();
        EmbeddedPostgres postgres = stack.postgres();
        Map<String, String> settings = new HashMap<>(Map.of(
                "quarkus.datasource.jdbc.url", postgres.jdbcUrl(database) + "?sslmode=disable",
                "quarkus.datasource.username", postgres.username(),
                "quarkus.datasource.password", postgres.password(),
                "quarkus.redis.hosts", stack.redis().url(),
                "kafka.bootstrap.servers", stack.kafka().bootstrapServers()));
        // A busy machine may keep the server from answering for as long.
        settings.put("quarkus.datasource.jdbc.acquisition-timeout", "60S");
        settings.put("confab.storage.directory", FILES.toString());
        if (database.equals(MAILING)) {
            stack.mail().start();
            settings.put("quarkus.mailer.host", stack.mail().host());
            settings.put("quarkus.mailer.port", Integer.toString(stack.mail().port()));
        }
        return settings;
    }

    /** Gives fields of type {@link EmbeddedStack} the stack, for tests that break a part of it. */
    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(EmbeddedStack.shared(), new TestInjector.MatchesType(EmbeddedStack.class));
    }

    /** The stack serves the other tests of this JVM and ends with it. */
    @Override
    public void stop() {}
}
