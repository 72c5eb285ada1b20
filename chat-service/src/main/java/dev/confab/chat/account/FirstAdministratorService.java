package dev.confab.chat.account;

import dev.confab.chat.account.AccountService.NewAccount;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes the account {@code admin} at the first start, so that somebody can administer the others. */
@ApplicationScoped
class FirstAdministratorService {
    static final String USERNAME = "admin";

    private static final Logger LOG = Logger.getLogger(FirstAdministratorService.class);

    private final AccountRepository accounts;
    private final AccountService creation;
    private final PasswordService passwords;
    private final AdminConfig config;

    FirstAdministratorService(
            AccountRepository accounts, AccountService creation, PasswordService passwords, AdminConfig config) {
        this.accounts = accounts;
        this.creation = creation;
        this.passwords = passwords;
        this.config = config;
    }

    void start(@Observes @Nullable StartupEvent event) {
        config.password().ifPresent(this::createOnce);
    }

    /** Of several nodes that start together one creates the account. */
    private void createOnce(String password) {
        Username name = Username.of(USERNAME);
        if (QuarkusTransaction.requiringNew()
                .call(() -> accounts.findByName(name))
                .isPresent()) {
            return;
        }
        PasswordRules.check("confab.admin.password", password, name);
        String hash = passwords.hash(password);
        try {
            creation.create(new NewAccount(name, null, hash, true), Optional::of);
            LOG.infof("Created the administrator '%s'", USERNAME);
        } catch (ConfabException e) {
            if (e.code() != ErrorCode.USERNAME_TAKEN) {
                throw e;
            }
        }
    }
}
