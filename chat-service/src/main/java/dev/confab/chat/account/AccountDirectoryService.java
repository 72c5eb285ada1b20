package dev.confab.chat.account;

import dev.confab.chat.account.AccountService.NewAccount;
import dev.confab.chat.auth.AccountDirectory;
import dev.confab.chat.auth.AccountState;
import dev.confab.chat.auth.AuthConfig;
import dev.confab.chat.auth.ForeignIdentity;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockMode;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;

/** Finds the accounts behind credentials, and makes those of people whom a foreign issuer vouches for. */
@ApplicationScoped
class AccountDirectoryService implements AccountDirectory {
    private static final Logger LOG = Logger.getLogger(AccountDirectoryService.class);
    /** Each lost race shows the winner's row to the next try; the rest is for taken names. */
    private static final int TRIES = 5;

    private static final int SUFFIX_LENGTH = 8;

    private final AccountRepository accounts;
    private final ExternalIdentityRepository identities;
    private final AccountService creation;
    private final AccountPublisher publisher;
    private final AuthConfig config;
    private final InstantSource clock;

    AccountDirectoryService(
            AccountRepository accounts,
            ExternalIdentityRepository identities,
            AccountService creation,
            AccountPublisher publisher,
            AuthConfig config,
            InstantSource clock) {
        this.accounts = accounts;
        this.identities = identities;
        this.creation = creation;
        this.publisher = publisher;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Optional<AccountState> find(UUID accountId) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> accounts.findByIdOptional(accountId).map(Account::state));
    }

    @Override
    public Optional<AccountState> findByName(String username) {
        return QuarkusTransaction.joiningExisting()
                .call(() ->
                        Username.find(username).flatMap(accounts::findByName).map(Account::state));
    }

    @Override
    public Optional<AccountState> holdByName(String username) {
        return Username.find(username).flatMap(accounts::hold).map(Account::state);
    }

    @Override
    public AccountState provision(ForeignIdentity foreign) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            boolean distinct = attempt > 0;
            try {
                return QuarkusTransaction.requiringNew().call(() -> findOrCreate(foreign, distinct));
            } catch (ConstraintViolationException e) {
                LOG.debugf("Provisioning an account lost a race (try %d)", attempt);
            }
        }
        throw new ConfabException(ErrorCode.UNAVAILABLE, "The account could not be created; try again.");
    }

    private AccountState findOrCreate(ForeignIdentity foreign, boolean distinct) {
        ExternalIdentity.Key key = new ExternalIdentity.Key(foreign.issuer(), foreign.subject());
        Optional<ExternalIdentity> known = identities.findByIdOptional(key);
        if (known.isPresent()) {
            return withRoles(known.get().accountId, foreign.staff());
        }
        Account account = toLink(foreign).orElseGet(() -> create(foreign, distinct));
        followRoles(account, foreign.staff());
        ExternalIdentity identity = new ExternalIdentity();
        identity.key = key;
        identity.accountId = account.id;
        identity.createdAt = clock.instant();
        identities.persistAndFlush(identity);
        LOG.infof("Account %s now belongs to an identity of %s", account.id, foreign.issuer());
        return account.state();
    }

    private AccountState withRoles(UUID accountId, boolean staff) {
        Account account = accounts.findById(accountId);
        if (account.staff != staff) {
            accounts.getSession().refresh(account, LockMode.PESSIMISTIC_WRITE);
            followRoles(account, staff);
        }
        return account.state();
    }

    /** The account is locked, or new. */
    private void followRoles(Account account, boolean staff) {
        if (account.staff != staff) {
            account.staff = staff;
            publisher.changed(account);
        }
    }

    private Optional<Account> toLink(ForeignIdentity foreign) {
        if (!config.oidc().linkByUsername() || foreign.proposedName() == null) {
            return Optional.empty();
        }
        return Username.find(foreign.proposedName())
                .flatMap(accounts::lockToChange)
                .filter(account -> !identities.isLinked(account.id));
    }

    private Account create(ForeignIdentity foreign, boolean distinct) {
        Username proposed = Optional.ofNullable(foreign.proposedName())
                .flatMap(Username::find)
                .filter(name -> !name.isReserved())
                .orElse(null);
        boolean free =
                proposed != null && !distinct && accounts.findByName(proposed).isEmpty();
        Username name = free ? proposed : distinctName(proposed == null ? "user" : proposed.value());
        EmailAddress email = foreign.email() == null
                ? null
                : EmailAddress.find(foreign.email())
                        .filter(address -> accounts.count("emailKey", address.key()) == 0)
                        .orElse(null);
        return creation.add(new NewAccount(name, email, null, foreign.staff()));
    }

    private static Username distinctName(String base) {
        int room = 32 - SUFFIX_LENGTH - 1;
        String shortened = base.length() <= room ? base : base.substring(0, room);
        String suffix = UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH);
        return Username.find(shortened + '-' + suffix)
                .or(() -> Username.find("user-" + suffix))
                .orElseThrow();
    }
}
