package dev.confab.cli.user;

import dev.confab.cli.console.Table;
import dev.confab.client.rest.Account;

/** Accounts as a table. */
final class UserTable {
    private UserTable() {}

    static Table<Account> create() {
        return new Table<Account>()
                .column("USER", Account::username)
                .column("E-MAIL", Account::email)
                .column(
                        "ROLES",
                        a -> String.join(",", a.roles().stream().sorted().toList()))
                .column("BANNED", a -> a.banned() ? "yes" : "no")
                .column("CREATED", Account::createdAt);
    }
}
