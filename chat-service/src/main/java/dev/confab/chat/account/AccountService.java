package dev.confab.chat.account;

import dev.confab.chat.auth.IssuedSignIn;
import dev.confab.chat.auth.SignInService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.id.Uuid7;
import dev.confab.common.stream.StreamKind;
import dev.confab.common.stream.StreamLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.InstantSource;
import java.util.function.Function;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Creates accounts, each with its personal stream, and opens their sign-ins. Every method blocks. */
@ApplicationScoped
class AccountService {
    private final AccountRepository accounts;
    private final AccountPublisher publisher;
    private final StreamLog streams;
    private final SignInService signIns;
    private final Event<UserSignedIn> signedIn;
    private final InstantSource clock;

    AccountService(
            AccountRepository accounts,
            AccountPublisher publisher,
            StreamLog streams,
            SignInService signIns,
            Event<UserSignedIn> signedIn,
            InstantSource clock) {
        this.accounts = accounts;
        this.publisher = publisher;
        this.streams = streams;
        this.signIns = signIns;
        this.signedIn = signedIn;
        this.clock = clock;
    }

    /**
     * Creates an account in a transaction of its own and goes on in it. Of several that race for a name or an address
     * one wins, the others fail with {@code USERNAME_TAKEN} or {@code EMAIL_TAKEN}.
     */
    <T> T create(NewAccount wanted, Function<Account, T> then) {
        try {
            return QuarkusTransaction.requiringNew().call(() -> then.apply(add(wanted)));
        } catch (ConstraintViolationException e) {
            throw translate(e);
        }
    }

    /** Creates an account in the caller's transaction. */
    Account add(NewAccount wanted) {
        Account account = new Account();
        account.id = Uuid7.create();
        account.username = wanted.name().value();
        account.usernameKey = wanted.name().key();
        EmailAddress email = wanted.email();
        account.email = email == null ? null : email.value();
        account.emailKey = email == null ? null : email.key();
        account.passwordHash = wanted.passwordHash();
        account.staff = wanted.staff();
        account.securityStamp = 1;
        account.createdAt = clock.instant();
        publisher.changed(account);
        accounts.persistAndFlush(account);
        streams.create(account.id, StreamKind.USER, account.username);
        return account;
    }

    /** Opens a sign-in in the caller's transaction, which holds a lock on the account or has just created it. */
    IssuedSignIn signIn(Account account) {
        IssuedSignIn issued = signIns.open(account.state());
        signedIn.fire(new UserSignedIn(account.id, account.username, issued.id()));
        return issued;
    }

    private static RuntimeException translate(ConstraintViolationException failure) {
        String constraint = failure.getConstraintName();
        if (AccountRepository.USERNAME_CONSTRAINT.equals(constraint)) {
            return new ConfabException(ErrorCode.USERNAME_TAKEN, "This username is taken.");
        }
        if (AccountRepository.EMAIL_CONSTRAINT.equals(constraint)) {
            return new ConfabException(ErrorCode.EMAIL_TAKEN, "There is an account with this e-mail address.");
        }
        return failure;
    }

    /** An account that shall be; without an address or a password for those that sign in elsewhere. */
    record NewAccount(
            Username name,
            @Nullable EmailAddress email,
            @Nullable String passwordHash,
            boolean staff) {
        @Override
        public String toString() {
            return "NewAccount[" + name.value() + "]";
        }
    }
}
