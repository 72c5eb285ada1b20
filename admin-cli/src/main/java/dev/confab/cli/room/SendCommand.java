package dev.confab.cli.room;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.cli.console.Table;
import dev.confab.cli.context.CurrentContext;
import dev.confab.cli.context.DeploymentCommand;
import dev.confab.client.UserRef;
import dev.confab.client.rest.PostedMessage;
import dev.confab.client.rest.Whisper;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab rooms send}. */
@Command(
        name = "send",
        description = "Post a message.",
        footer = {
            "",
            "Examples:",
            "  confab rooms send standup \"good morning\"",
            "  uptime | confab rooms send operations",
            "  confab rooms send standup \"can you stay a minute?\" --to ann,ben   # nobody else receives it",
            "  confab rooms send deploys \"v1.2 is out\" --id deploy-v1.2   # a repeat posts nothing new"
        })
final class SendCommand extends DeploymentCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ROOM", description = "The room.")
    private String room = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "TEXT", description = "What to say; stdin if it is left out.")
    private @Nullable String text;

    @Option(names = "--id", paramLabel = "ID", description = "Your own id of the message, so that repeating is safe.")
    private @Nullable String id;

    @Option(
            names = "--to",
            split = ",",
            paramLabel = "USERS",
            description = "Only these people receive it: usernames, separated by commas.")
    private List<String> to = List.of();

    SendCommand(Cli cli, CurrentContext context) {
        super(cli, context);
    }

    @Override
    public void run() {
        String message = text == null ? cli.stdin() : text;
        if (message.isBlank()) {
            throw CommandException.usage("there is nothing to send");
        }
        String clientMessageId = id == null ? UUID.randomUUID().toString() : id;
        if (!to.isEmpty()) {
            whisper(clientMessageId, message);
            return;
        }
        PostedMessage posted = context.signedIn().rooms().post(room, clientMessageId, message);
        cli.print(
                posted,
                new Table<PostedMessage>()
                        .column("SEQ", PostedMessage::seq)
                        .column("TIME", PostedMessage::time)
                        .column("MESSAGE", PostedMessage::messageId)
                        .column("DUPLICATE", PostedMessage::duplicate));
    }

    private void whisper(String clientMessageId, String message) {
        Whisper whisper = context.signedIn().rooms().whisper(room, clientMessageId, message, to);
        cli.print(
                whisper,
                new Table<Whisper>()
                        .column("TIME", Whisper::time)
                        .column("MESSAGE", Whisper::messageId)
                        .column(
                                "TO",
                                sent -> sent.to().stream()
                                        .map(UserRef::username)
                                        .collect(Collectors.joining(", ")))
                        .column("DUPLICATE", Whisper::duplicate));
    }
}
