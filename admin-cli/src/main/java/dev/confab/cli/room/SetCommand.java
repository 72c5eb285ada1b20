package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms set}. */
@Command(name = "set", description = "Change settings of a room; what is not given stays.")
final class SetCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Option(names = "--topic", paramLabel = "TEXT", description = "What it is about; empty for nothing.")
    private @Nullable String topic;

    @Option(names = "--visibility", paramLabel = "WHICH", description = "public or private.")
    private @Nullable String visibility;

    @Option(names = "--slow-mode", paramLabel = "SECONDS", description = "Time between messages of one person.")
    private @Nullable Integer slowMode;

    @Option(
            names = "--banned-words",
            paramLabel = "WORD",
            split = ",",
            arity = "0..1",
            fallbackValue = "",
            description = "Words, separated by commas, that messages must not contain; none without a value.")
    private @Nullable List<String> bannedWords;

    @Option(names = "--retention-days", paramLabel = "DAYS", description = "How long messages are kept; 0 for ever.")
    private @Nullable Integer retentionDays;

    @Option(names = "--default-role", paramLabel = "ROLE", description = "member or read_only.")
    private @Nullable String defaultRole;

    SetCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        Map<String, @Nullable Object> settings = new HashMap<>();
        put(settings, "topic", topic);
        put(settings, "visibility", visibility);
        put(settings, "slowModeSeconds", slowMode);
        put(settings, "bannedWords", words());
        put(settings, "defaultRole", defaultRole);
        if (retentionDays != null) {
            settings.put("retentionDays", retentionDays == 0 ? null : retentionDays);
        }
        if (settings.isEmpty()) {
            throw CommandException.usage("nothing to change; see confab rooms set --help");
        }
        cli.print(context.signedIn().moderation().change(room, settings), RoomTable.create());
    }

    private @Nullable List<String> words() {
        return bannedWords == null
                ? null
                : bannedWords.stream().filter(word -> !word.isBlank()).toList();
    }

    private static void put(Map<String, @Nullable Object> settings, String name, @Nullable Object value) {
        if (value != null) {
            settings.put(name, value);
        }
    }
}
