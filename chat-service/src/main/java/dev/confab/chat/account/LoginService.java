package dev.confab.chat.account;

import dev.confab.chat.account.AccountService.NewAccount;
import dev.confab.chat.auth.AuthConfig;
import dev.confab.chat.auth.IssuedSignIn;
import dev.confab.chat.auth.SignInService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Registration, login and the change of one's own password. Every method blocks. */
@ApplicationScoped
class LoginService {
    private final AccountRepository accounts;
    private final AccountService creation;
    private final AccountPublisher publisher;
    private final PasswordService passwords;
    private final SignInService signIns;
    private final AttemptLimits limits;
    private final AuthConfig.Local config;
    private final InstantSource clock;

    LoginService(
            AccountRepository accounts,
            AccountService creation,
            AccountPublisher publisher,
            PasswordService passwords,
            SignInService signIns,
            AttemptLimits limits,
            AuthConfig config,
            InstantSource clock) {
        this.accounts = accounts;
        this.creation = creation;
        this.publisher = publisher;
        this.passwords = passwords;
        this.signIns = signIns;
        this.limits = limits;
        this.config = config.local();
        this.clock = clock;
    }

    /** Creates an account and signs it in. */
    SignedIn register(
            @Nullable String username, @Nullable String email, @Nullable String password, ClientNetwork network) {
        if (!config.registration() || !config.login()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Accounts cannot be registered here.");
        }
        Username name = Username.of(username);
        EmailAddress address = EmailAddress.of(email);
        PasswordRules.check("password", password, name);
        limits.registration(network);
        if (name.isReserved()) {
            throw new ConfabException(ErrorCode.USERNAME_TAKEN, "This username is taken.");
        }
        String hash = passwords.hash(String.valueOf(password));
        return creation.create(
                new NewAccount(name, address, hash, false),
                account -> new SignedIn(UserView.of(account), creation.signIn(account)));
    }

    /** Signs in with a password. */
    SignedIn login(@Nullable String username, @Nullable String password, ClientNetwork network) {
        if (!config.login()) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Sign in with the organisation's account.");
        }
        if (username == null || password == null) {
            throw ConfabException.invalid(username == null ? "username" : "password", "is required");
        }
        Username name = Username.find(username).orElseThrow(LoginService::badCredentials);
        limits.login(name, network);
        Optional<Account> found = QuarkusTransaction.requiringNew().call(() -> accounts.findByName(name));
        @Nullable String hash = found.map(account -> account.passwordHash).orElse(null);
        if (!PasswordRules.isPossible(password) || !passwords.verify(password, hash)) {
            throw badCredentials();
        }
        Account verified = found.orElseThrow(LoginService::badCredentials);
        String newHash = hash != null && passwords.isOutdated(hash) ? passwords.hash(password) : null;
        return QuarkusTransaction.requiringNew().call(() -> open(verified, newHash));
    }

    /** The account may have changed while the password was verified. */
    private SignedIn open(Account verified, @Nullable String newHash) {
        Account account = (newHash == null ? accounts.lockToSignIn(verified.id) : accounts.lockToChange(verified.id))
                .orElseThrow(LoginService::badCredentials);
        if (account.bannedAt != null) {
            throw new ConfabException(ErrorCode.BANNED, "This account is banned: " + account.banReason);
        }
        if (account.securityStamp != verified.securityStamp) {
            throw badCredentials();
        }
        if (newHash != null) {
            account.passwordHash = newHash;
        }
        return new SignedIn(UserView.of(account), creation.signIn(account));
    }

    /** The account of somebody signed in. */
    UserView user(UUID accountId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> accounts.findByIdOptional(accountId).map(UserView::of))
                .orElseThrow(() -> new ConfabException(ErrorCode.NOT_AUTHENTICATED, "The account is gone."));
    }

    /** Changes one's own password and ends all other sign-ins. */
    void changePassword(UUID accountId, UUID signInId, @Nullable String current, @Nullable String wanted) {
        if (current == null) {
            throw ConfabException.invalid("currentPassword", "is required");
        }
        limits.confirmPassword(accountId);
        Account before = QuarkusTransaction.requiringNew()
                .call(() -> accounts.findByIdOptional(accountId))
                .orElseThrow(LoginService::badCredentials);
        Username name = new Username(before.username, before.usernameKey);
        PasswordRules.check("newPassword", wanted, name);
        if (!PasswordRules.isPossible(current) || !passwords.verify(current, before.passwordHash)) {
            throw new ConfabException(ErrorCode.BAD_CREDENTIALS, "The current password is wrong.");
        }
        String hash = passwords.hash(String.valueOf(wanted));
        QuarkusTransaction.requiringNew().run(() -> {
            Account account = accounts.lockToChange(accountId).orElseThrow(LoginService::badCredentials);
            if (account.securityStamp != before.securityStamp) {
                throw badCredentials();
            }
            account.passwordHash = hash;
            account.endSignIns(clock.instant());
            publisher.changed(account);
            signIns.endAll(accountId, signInId, account.securityStamp, ErrorCode.NOT_AUTHENTICATED);
        });
    }

    private static ConfabException badCredentials() {
        return new ConfabException(ErrorCode.BAD_CREDENTIALS, "Wrong username or password.");
    }

    /** Somebody who has just signed in. */
    record SignedIn(UserView user, IssuedSignIn tokens) {}
}
