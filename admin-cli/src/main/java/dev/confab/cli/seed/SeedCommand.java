package dev.confab.cli.seed;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.rest.ConfabRest;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code confab seed}. */
@Command(
        name = "seed",
        description = "Fill a deployment with users, rooms and messages to try things with. For staff.",
        footer = {
            "",
            "The same --seed always means the same data: a second run finds what is there and adds what is missing.",
            "Seeded users are named seedN.user..., their rooms seedN_room...; nobody knows their passwords.",
            "",
            "Examples:",
            "  confab seed",
            "  confab seed --users 50 --rooms 10 --messages 2000 --seed 7",
            "  confab seed --users 50 --dry-run",
            "  confab seed --clear --seed 7"
        })
public final class SeedCommand extends DeploymentCommand implements Callable<Integer> {
    @Option(
            names = "--users",
            defaultValue = "10",
            paramLabel = "N",
            description = "How many users (default: ${DEFAULT-VALUE}).")
    private int users = 10;

    @Option(
            names = "--rooms",
            defaultValue = "5",
            paramLabel = "N",
            description = "How many public rooms (default: ${DEFAULT-VALUE}).")
    private int rooms = 5;

    @Option(
            names = "--messages",
            defaultValue = "100",
            paramLabel = "N",
            description = "How many messages in all (default: ${DEFAULT-VALUE}).")
    private int messages = 100;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Which data (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--clear",
            description = "Remove what was made with this --seed, whatever the numbers were. Twice is harmless.")
    private boolean clear;

    @Option(names = "--yes", description = "Do not ask before clearing.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    SeedCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (users < 1 || rooms < 1 || messages < 0 || seed < 0) {
            throw CommandException.usage("--users and --rooms must be at least 1, --messages and --seed at least 0");
        }
        if (clear) {
            return clear();
        }
        SeedPlan plan = SeedPlan.of(seed, users, rooms, messages);
        if (dryRun) {
            cli.done(
                    "would make sure of " + users + " users, " + rooms + " rooms and " + messages + " messages at "
                            + context.server(),
                    Map.of("dryRun", true, "users", plan.users(), "rooms", plan.rooms(), "messages", messages));
            return 0;
        }
        ConfabRest staff = context.signedIn();
        SeedResult result = new Seeder(cli, staff).run(plan);
        cli.print(
                result,
                new Table<SeedResult>()
                        .column("USERS CREATED", SeedResult::usersCreated)
                        .column("FOUND", SeedResult::usersFound)
                        .column("ROOMS CREATED", SeedResult::roomsCreated)
                        .column("FOUND", SeedResult::roomsFound)
                        .column("MESSAGES POSTED", SeedResult::messagesPosted)
                        .column("FOUND", SeedResult::messagesFound));
        return 0;
    }

    private int clear() {
        SeedCleaner cleaner = new SeedCleaner(cli, context.signedIn(), seed);
        SeedCleaner.Found found = cleaner.find();
        if (dryRun) {
            cli.done(
                    "would remove " + found.rooms().size() + " rooms and "
                            + found.users().size() + " users at " + context.server(),
                    Map.of("dryRun", true, "rooms", found.rooms(), "users", found.users()));
            return 0;
        }
        if (!found.isEmpty()) {
            cli.confirm(
                    "Remove " + found.rooms().size() + " rooms and "
                            + found.users().size() + " users at " + context.server() + "?",
                    yes);
        }
        cli.print(
                cleaner.remove(found),
                new Table<ClearResult>()
                        .column("ROOMS DELETED", ClearResult::roomsDeleted)
                        .column("USERS DELETED", ClearResult::usersDeleted));
        return 0;
    }
}
