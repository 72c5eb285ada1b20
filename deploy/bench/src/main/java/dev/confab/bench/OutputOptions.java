package dev.confab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.confab.client.ClientJson;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How to say what was found. */
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format output = Format.table;

    /** Lower-case names, because users type them. */
    enum Format {
        table,
        json
    }

    /** Writes a result to stdout, for people or as JSON. */
    void print(Object result, Consumer<PrintStream> asTable) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (output == Format.table) {
            asTable.accept(out);
            return;
        }
        try {
            out.println(ClientJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
