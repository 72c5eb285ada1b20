package dev.confab.cli.deadletter;

import picocli.CommandLine.Command;

/** {@code confab dlq}. */
@Command(
        name = "dlq",
        description = "Tasks that were given up, and how to try them again. For staff.",
        subcommands = {ListDeadLettersCommand.class, ShowDeadLetterCommand.class, ReplayCommand.class},
        footer = {
            "",
            "Examples:",
            "  confab dlq list --queue email",
            "  confab dlq show 0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b5",
            "  confab dlq replay 0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b5",
            "  confab dlq replay --all --type send-email --dry-run"
        })
public final class DeadLettersCommand {}
