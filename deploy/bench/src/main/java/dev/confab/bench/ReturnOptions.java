package dev.confab.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Option;

/** Clients that will lose their nodes. */
final class ReturnOptions {
    @Option(
            names = "--connections",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Clients, each in one room (default: ${DEFAULT-VALUE}).")
    int connections;

    @Option(names = "--rooms", defaultValue = "100", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    int rooms;

    @Option(
            names = "--rate",
            defaultValue = "100",
            paramLabel = "N",
            description = "Messages a second over all rooms, all the while (default: ${DEFAULT-VALUE}).")
    int rate;

    @Option(
            names = "--users",
            defaultValue = "100",
            paramLabel = "N",
            description = "Accounts to spread the clients over (default: ${DEFAULT-VALUE}).")
    int users;

    void check() {
        if (connections < 1 || rooms < 1 || rate < 1 || users < 1) {
            throw new BenchException("all numbers must be at least 1");
        }
    }

    /**
     * Clients that have joined, on a suite of two nodes.
     *
     * @param further how many more than the option says
     * @param home the node, counted from 0, to which each one goes first
     */
    Swarm open(Deployment deployment, int further, IntUnaryOperator home) throws IOException, InterruptedException {
        int connections = this.connections + further;
        RunOptions.note(
                "registering %d users, opening %d rooms and %d connections".formatted(users, rooms, connections));
        var first = deployment.chatNodes().getFirst();
        List<String> tokens = Accounts.register(first, users);
        List<String> names = Accounts.rooms(first, tokens.getFirst(), rooms);
        Swarm swarm = new Swarm(deployment.chatNodes(), connections);
        try {
            swarm.open(connections, tokens, names, home);
            return swarm;
        } catch (InterruptedException | RuntimeException e) {
            swarm.close();
            throw e;
        }
    }
}
