package dev.confab.chat.account;

import dev.confab.chat.paging.Page;
import dev.confab.chat.paging.QueryNumber;
import dev.confab.chat.personal.Person;
import dev.confab.common.error.ConfabException;
import dev.confab.common.identity.IdentityService;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Whom one can write to or invite, over REST. Of people it tells their names and nothing else. */
@Path("/api/people")
@Authenticated
@RunOnVirtualThread
class PeopleResource {

    private static final int LIMIT = 10;
    private static final int MAX_LIMIT = 50;
    private static final int MAX_QUERY = 64;

    private final AccountRepository accounts;
    private final IdentityService identities;
    private final SecurityIdentity caller;

    PeopleResource(AccountRepository accounts, IdentityService identities, SecurityIdentity caller) {
        this.accounts = accounts;
        this.identities = identities;
        this.caller = caller;
    }

    /** The people whose names begin with {@code q}, by name; not those who are banned. */
    @GET
    public Page<Person> find(@RestQuery @Nullable String q, @RestQuery @Nullable String limit) {
        var _ = identities.require(caller);
        String wanted = q == null ? "" : q.strip();
        if (wanted.isEmpty() || wanted.length() > MAX_QUERY || wanted.indexOf('\0') >= 0) {
            throw ConfabException.invalid("q", "must be the beginning of a name");
        }
        int most = QueryNumber.limit(limit, LIMIT, MAX_LIMIT);
        List<Account> found = QuarkusTransaction.requiringNew().call(() -> accounts.called(Username.key(wanted), most));
        return new Page<>(
                found.stream()
                        .map(account -> new Person(account.id, account.username))
                        .toList(),
                null);
    }
}
