package dev.confab.chat.database;

import dev.confab.local.EmbeddedStack;
import dev.confab.local.test.LossyProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts a network between the service and its database that can lose everything. */
public final class CutOffDatabase implements QuarkusTestResourceLifecycleManager {

    private @Nullable LossyProxy network;

    @Override
    public int order() {
        // The stack says where the database is; this one says otherwise.
        return 1;
    }

    @Override
    public Map<String, String> start() {
        int port = EmbeddedStack.shared().postgres().port();
        network = LossyProxy.before(URI.create("tcp://127.0.0.1:" + port));
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://127.0.0.1:" + network.port() + "/confab_chat?sslmode=disable",
                "quarkus.datasource.jdbc.acquisition-timeout",
                "3S");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(network, new TestInjector.MatchesType(LossyProxy.class));
    }

    @Override
    public void stop() {
        if (network != null) {
            network.close();
        }
    }
}
