package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.DurationConverter;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms ban}. */
@Command(name = "ban", description = "Send somebody out of a room who may not come back.")
final class BanCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Parameters(index = "1", paramLabel = "USER", description = "Who.")
    private String username = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Told to them and shown in the room.")
    private @Nullable String reason;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long, such as 30m or 24h (default: until it is lifted).")
    private @Nullable Duration duration;

    BanCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        Instant until = duration == null ? null : Instant.now().plus(duration);
        context.signedIn().moderation().ban(room, username, reason, until);
        cli.done(username + " is banned from " + room, Map.of("room", room, "username", username, "banned", true));
    }
}
