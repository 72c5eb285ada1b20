package dev.confab.cli.context;

import dev.confab.cli.console.Cli;

/** A command that talks to a deployment, as most do. */
public abstract class DeploymentCommand {
    protected final Cli cli;
    protected final CurrentContext context;

    protected DeploymentCommand(Cli cli, CurrentContext context) {
        this.cli = cli;
        this.context = context;
    }
}
