package dev.confab.cli.console;

/** How data is written to stdout. Lower-case names, because users type them. */
public enum OutputFormat {
    table,
    json,
    yaml
}
