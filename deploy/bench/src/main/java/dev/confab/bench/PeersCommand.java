package dev.confab.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code confab bench peers}. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description = "The same load on a suite and on others in one run: server CPU per delivery and the ratios.",
        footer = {
            "",
            "Compares with a plain Vert.x server that keeps rooms in memory, and with Socket.IO and its Redis adapter,",
            "which npm installs into a temporary folder (Node.js has to be there). Neither stores anything.",
            "",
            "Examples:",
            "  confab bench peers --connections 1000 --rooms 20 --rate 1000 --warmup 60s"
        })
final class PeersCommand implements Callable<Integer> {
    @Mixin
    private final ChatOptions options = new ChatOptions();

    PeersCommand() {}

    /** Makes a peer in a folder. */
    private interface Start {
        Peer in(Path folder) throws IOException, InterruptedException;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.check();
        Map<String, ChatReport> reports = new LinkedHashMap<>();
        reports.put("confab", confab());
        reports.put("vert.x", peer("vert.x", Peer::rawBroadcast));
        reports.put("socket.io", peer("socket.io", Peer::socketIo));
        options.run.print(reports, out -> print(out, reports));
        return reports.values().stream().allMatch(ChatReport::whole) ? 0 : 1;
    }

    private ChatReport confab() throws IOException, InterruptedException {
        RunOptions.note("confab");
        try (Deployment deployment = Deployment.fresh(options.chatNodes, suite -> suite)) {
            List<String> tokens = Accounts.register(deployment.chatNodes().getFirst(), options.userCount());
            List<String> rooms = Accounts.rooms(deployment.chatNodes().getFirst(), tokens.getFirst(), options.rooms);
            try (LoadGenerator load =
                    new LoadGenerator(new ConfabClient(deployment.chatNodes(), tokens), rooms, options.connections)) {
                return new ChatMeasurement(options).measure(load, deployment.servers());
            }
        }
    }

    private ChatReport peer(String name, Start start) throws IOException, InterruptedException {
        RunOptions.note(name);
        List<String> rooms = IntStream.rangeClosed(1, options.rooms)
                .mapToObj(room -> "room" + room)
                .toList();
        try (ScratchFolder folder = ScratchFolder.create();
                Peer peer = start.in(Files.createDirectory(folder.path().resolve("peer")));
                LoadGenerator load = new LoadGenerator(peer, rooms, options.connections)) {
            return new ChatMeasurement(options).measure(load, peer.servers());
        }
    }

    private static void print(PrintStream out, Map<String, ChatReport> reports) {
        double ours = total(reports.get("confab"));
        out.printf("%n%-12s %22s %12s %26s%n", "", "server CPU, us/delivery", "confab is", "to last receiver p50/p99");
        reports.forEach((name, report) -> out.printf(
                Locale.ROOT,
                "%-12s %22.2f %10.2f x %18.2f / %.2f ms%n",
                name,
                total(report),
                ours / total(report),
                report.sendToLastReceiver().p50(),
                report.sendToLastReceiver().p99()));
        reports.get("confab").print(out);
    }

    private static double total(ChatReport report) {
        return report.cpu().microsEach().getOrDefault("all", Double.NaN);
    }
}
