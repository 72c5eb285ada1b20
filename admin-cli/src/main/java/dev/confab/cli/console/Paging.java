package dev.confab.cli.console;

import dev.confab.client.rest.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a long list to fetch. */
public final class Paging {
    private static final int PAGE = 200;

    /** Fetches one page. */
    public interface Fetch<T> {
        Page<T> page(@Nullable String after, int size);
    }

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Option(names = "--all", description = "All of them, however many.")
    private boolean all;

    /** Fetches page after page, and says so on stderr when there is more than was asked for. */
    public <T> List<T> collect(Cli cli, Fetch<T> fetch) {
        if (limit < 1) {
            throw CommandException.usage("--limit must be at least 1");
        }
        List<T> result = new ArrayList<>();
        String after = null;
        do {
            int wanted = all ? PAGE : Math.min(PAGE, limit - result.size());
            Page<T> page = fetch.page(after, wanted);
            result.addAll(page.items());
            after = page.next();
        } while (after != null && (all || result.size() < limit));
        if (after != null) {
            cli.note("there are more: use --limit or --all");
        }
        return result;
    }
}
