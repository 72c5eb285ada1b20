package dev.confab.bench.history;

import dev.confab.local.EmbeddedStack;
import dev.confab.local.LocalServer;
import dev.confab.local.ServiceNode;
import dev.confab.local.Suite;
import dev.confab.local.test.LossyProxy;
import dev.confab.local.test.LossyProxy.Direction;
import java.util.List;
import java.util.random.RandomGenerator;

/** What goes wrong, and how it is put right again. */
enum Fault {
    /** A chat node ends as by a crash and starts again. */
    NODE_KILLED,
    /** A chat node stands still, and with it its connections, its leases, its transactions. */
    NODE_FROZEN,
    /** A chat node is told to end, empties itself, and starts again. */
    NODE_RESTARTED,
    KAFKA_KILLED,
    KAFKA_FROZEN,
    REDIS_KILLED,
    REDIS_FROZEN,
    REDIS_WIPED,
    DATABASE_KILLED,
    DATABASE_FROZEN,
    /** All connections of one node end without a word. */
    CONNECTIONS_CUT,
    /** Nothing that clients send reaches a node; they hear it well. */
    DEAF_NODE,
    /** Nothing that a node sends reaches clients; it hears them well. */
    MUTE_NODE;

    /** A fault that is there, until it is undone. */
    interface Damage {
        void undo();
    }

    /** What of the suite it hits: two faults of one part at the same time would undo each other. */
    String part() {
        return switch (this) {
            case NODE_KILLED, NODE_FROZEN, NODE_RESTARTED -> "node";
            case KAFKA_KILLED, KAFKA_FROZEN -> "kafka";
            case REDIS_KILLED, REDIS_FROZEN, REDIS_WIPED -> "redis";
            case DATABASE_KILLED, DATABASE_FROZEN -> "database";
            case CONNECTIONS_CUT, DEAF_NODE, MUTE_NODE -> "network";
        };
    }

    /** Makes it happen, to a node chosen at random where there is a choice. */
    Damage strike(Suite suite, List<LossyProxy> proxies, RandomGenerator random) {
        EmbeddedStack stack = suite.stack();
        int number = random.nextInt(proxies.size());
        ServiceNode node = suite.chat(number + 1);
        LossyProxy proxy = proxies.get(number);
        return switch (this) {
            case NODE_KILLED -> killed(node);
            case NODE_FROZEN -> frozen(node);
            case NODE_RESTARTED -> {
                node.stop();
                yield node::start;
            }
            case KAFKA_KILLED -> killed(stack.kafka());
            case KAFKA_FROZEN -> frozen(stack.kafka());
            case REDIS_KILLED -> killed(stack.redis());
            case REDIS_FROZEN -> frozen(stack.redis());
            case REDIS_WIPED -> {
                stack.redis().command("FLUSHALL");
                yield () -> {};
            }
            case DATABASE_KILLED -> killed(stack.postgres());
            case DATABASE_FROZEN -> frozen(stack.postgres());
            case CONNECTIONS_CUT -> {
                proxy.cutAll();
                yield () -> {};
            }
            case DEAF_NODE -> stopped(proxy, Direction.TO_SERVER);
            case MUTE_NODE -> stopped(proxy, Direction.TO_CLIENT);
        };
    }

    private static Damage killed(LocalServer server) {
        server.kill();
        return server::start;
    }

    private static Damage frozen(LocalServer server) {
        server.pause();
        return server::resume;
    }

    private static Damage stopped(LossyProxy proxy, Direction direction) {
        proxy.stop(direction);
        return proxy::heal;
    }
}
