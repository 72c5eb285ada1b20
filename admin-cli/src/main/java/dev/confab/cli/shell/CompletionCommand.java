package dev.confab.cli.shell;

import dev.confab.cli.console.Cli;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code confab completion}. */
@Command(
        name = "completion",
        description = "Print the completion script for bash and zsh.",
        footer = {
            "",
            "Examples:",
            "  source <(confab completion)",
            "  confab completion > ~/.local/share/bash-completion/completions/confab"
        })
public final class CompletionCommand implements Runnable {
    private final Cli cli;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public void run() {
        cli.terminal().out().println(AutoComplete.bash("confab", spec.root().commandLine()));
    }
}
