package dev.confab.chat.account;

import dev.confab.chat.account.AccountService.NewAccount;
import dev.confab.chat.auth.SignInService;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.identity.Role;
import dev.confab.common.identity.UserIdentity;
import dev.confab.common.stream.StreamLog;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What staff do with accounts. Nobody can ban or demote themselves, and somebody of the staff is always left. Every
 * method blocks. Lock order: all staff in id order, then the account.
 */
@ApplicationScoped
class AdministrationService {
    private static final int MAX_REASON = 500;

    private final AccountRepository accounts;
    private final AccountService creation;
    private final AccountPublisher publisher;
    private final PasswordService passwords;
    private final SignInService signIns;
    private final StreamLog streams;
    private final Event<AccountLeaving> leaving;
    private final InstantSource clock;

    AdministrationService(
            AccountRepository accounts,
            AccountService creation,
            AccountPublisher publisher,
            PasswordService passwords,
            SignInService signIns,
            StreamLog streams,
            Event<AccountLeaving> leaving,
            InstantSource clock) {
        this.accounts = accounts;
        this.creation = creation;
        this.publisher = publisher;
        this.passwords = passwords;
        this.signIns = signIns;
        this.streams = streams;
        this.leaving = leaving;
        this.clock = clock;
    }

    /** The accounts after a name, in the order of their keys; one more than the limit tells that there are more. */
    Page list(@Nullable String beginsWith, @Nullable String after, int limit) {
        String name = beginsWith == null ? "" : Username.key(beginsWith.strip());
        String email = beginsWith == null ? "" : beginsWith.strip().toLowerCase(Locale.ROOT);
        String afterKey = after == null ? "" : Username.key(after);
        List<Account> found =
                QuarkusTransaction.requiringNew().call(() -> accounts.page(name, email, afterKey, limit + 1));
        List<Account> page = found.size() > limit ? found.subList(0, limit) : found;
        String next = found.size() > limit ? page.getLast().username : null;
        return new Page(page.stream().map(AccountView::of).toList(), next);
    }

    AccountView get(String username) {
        Username name = Username.find(username).orElseThrow(AdministrationService::unknown);
        return QuarkusTransaction.requiringNew()
                .call(() -> accounts.findByName(name).map(AccountView::of))
                .orElseThrow(AdministrationService::unknown);
    }

    /** Creates an account for somebody else; reserved names are allowed. */
    AccountView create(@Nullable String username, @Nullable String email, @Nullable String password, Set<Role> roles) {
        Username name = Username.of(username);
        EmailAddress address = email == null ? null : EmailAddress.of(email);
        PasswordRules.check("password", password, name);
        String hash = passwords.hash(String.valueOf(password));
        return creation.create(new NewAccount(name, address, hash, roles.contains(Role.STAFF)), AccountView::of);
    }

    /** Sets the roles. A change ends the sign-ins: their tokens name the old ones. */
    AccountView setRoles(String username, Set<Role> roles, UserIdentity by) {
        boolean staff = roles.contains(Role.STAFF);
        return change(username, account -> {
            if (account.staff == staff) {
                return;
            }
            if (!staff) {
                keepStaff(account, by, "demote");
            }
            account.staff = staff;
            account.endSignIns(clock.instant());
            publisher.changed(account);
            signIns.endAll(account.id, null, account.securityStamp, ErrorCode.NOT_AUTHENTICATED);
        });
    }

    AccountView ban(String username, @Nullable String reason, UserIdentity by) {
        if (reason == null || reason.isBlank()) {
            throw ConfabException.invalid("reason", "is required");
        }
        if (reason.length() > MAX_REASON) {
            throw ConfabException.invalid("reason", "must be at most " + MAX_REASON + " characters");
        }
        return change(username, account -> {
            keepStaff(account, by, "ban");
            account.bannedAt = account.bannedAt == null ? clock.instant() : account.bannedAt;
            account.banReason = reason.strip();
            account.endSignIns(clock.instant());
            publisher.changed(account);
            signIns.endAll(account.id, null, account.securityStamp, ErrorCode.BANNED);
        });
    }

    AccountView unban(String username) {
        return change(username, account -> {
            account.bannedAt = null;
            account.banReason = null;
            publisher.changed(account);
        });
    }

    /** Sets the password of somebody who has lost theirs, and ends all their sign-ins. */
    void setPassword(String username, @Nullable String password) {
        Username name = Username.find(username).orElseThrow(AdministrationService::unknown);
        PasswordRules.check("newPassword", password, name);
        String hash = passwords.hash(String.valueOf(password));
        change(username, account -> {
            account.passwordHash = hash;
            account.endSignIns(clock.instant());
            publisher.changed(account);
            signIns.endAll(account.id, null, account.securityStamp, ErrorCode.NOT_AUTHENTICATED);
        });
    }

    /**
     * Deletes an account: its sign-ins and sockets end, it leaves its rooms, and its name is free again. What it said
     * stays, under its name. Order of locks: staff, the account, its rooms, their streams.
     */
    void delete(String username, UserIdentity by) {
        Username name = Username.find(username).orElseThrow(AdministrationService::unknown);
        QuarkusTransaction.requiringNew().run(() -> {
            accounts.lockActiveStaff();
            Account account = accounts.lockToChange(name).orElseThrow(AdministrationService::unknown);
            keepStaff(account, by, "delete");
            signIns.endAll(account.id, null, account.securityStamp, ErrorCode.NOT_AUTHENTICATED);
            leaving.fire(new AccountLeaving(account.id, account.username, by));
            publisher.deleted(account.id);
            accounts.delete(account);
            accounts.flush();
            streams.deleteInTransaction(account.id);
        });
    }

    private AccountView change(String username, Consumer<Account> change) {
        Username name = Username.find(username).orElseThrow(AdministrationService::unknown);
        return QuarkusTransaction.requiringNew().call(() -> {
            accounts.lockActiveStaff();
            Account account = accounts.lockToChange(name).orElseThrow(AdministrationService::unknown);
            change.accept(account);
            return AccountView.of(account);
        });
    }

    private void keepStaff(Account account, UserIdentity by, String verb) {
        if (account.id.equals(by.id())) {
            throw new ConfabException(ErrorCode.FORBIDDEN, "Nobody can " + verb + " themselves.");
        }
        boolean last =
                account.staff && accounts.lockActiveStaff().stream().allMatch(other -> other.id.equals(account.id));
        if (last) {
            throw new ConfabException(ErrorCode.CONFLICT, "This is the last of the staff.");
        }
    }

    private static ConfabException unknown() {
        return new ConfabException(ErrorCode.USER_NOT_FOUND, "There is no such user.");
    }

    /** Some accounts, and after which name to go on; null at the end. */
    record Page(List<AccountView> items, @Nullable String next) {}
}
