package dev.confab.cli.notification;

import picocli.CommandLine.Command;

/** {@code confab notifications}. */
@Command(
        name = "notifications",
        description = "Your notifications; staff can look at anybody's.",
        subcommands = {ListNotificationsCommand.class, ReadNotificationsCommand.class, WhyCommand.class},
        footer = {
            "",
            "Examples:",
            "  confab notifications list --unread",
            "  confab notifications list --user ann",
            "  confab notifications read --all",
            "  confab notifications why 0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b5 --user ann"
        })
public final class NotificationsCommand {}
