package dev.confab.cli.deadletter;

import dev.confab.cli.console.Table;
import dev.confab.cli.task.TaskTable;
import dev.confab.client.rest.DeadLetter;

/** Dead letters as a table. */
final class DeadLetterTable {
    private DeadLetterTable() {}

    static Table<DeadLetter> create() {
        return new Table<DeadLetter>()
                .column("TASK", DeadLetter::id)
                .column("TYPE", DeadLetter::type)
                .column("QUEUE", DeadLetter::queue)
                .column("GIVEN UP", DeadLetter::deadAt)
                .column("SUBMITTED BY", DeadLetter::submittedBy)
                .column("ERROR", letter -> TaskTable.text(letter.error()));
    }
}
