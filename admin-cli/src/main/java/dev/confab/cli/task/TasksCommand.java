package dev.confab.cli.task;

import picocli.CommandLine.Command;

/** {@code confab tasks}. */
@Command(
        name = "tasks",
        description = "Background tasks. For staff.",
        subcommands = {
            ListTasksCommand.class,
            ShowTaskCommand.class,
            SubmitTaskCommand.class,
            CancelTaskCommand.class,
            QueuesCommand.class,
            WorkersCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  confab tasks list --state failed",
            "  confab tasks submit echo '{\"hello\":\"world\"}' --wait 10s",
            "  confab tasks show 0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b5",
            "  confab tasks queues"
        })
public final class TasksCommand {}
