package dev.confab.client.rest;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts as staff manages them. */
public final class UsersApi {
    private static final String USERS = "api/users";
    private static final TypeReference<Page<Account>> ACCOUNT_PAGE = new TypeReference<>() {};

    private final ApiSession session;

    UsersApi(ApiSession session) {
        this.session = session;
    }

    public Page<Account> list(@Nullable String query, @Nullable String after, int limit) {
        return session.call(
                        "GET",
                        ApiPath.of(USERS)
                                .query("q", query)
                                .query("after", after)
                                .query("limit", limit),
                        null)
                .as(ACCOUNT_PAGE);
    }

    public Account get(String username) {
        return session.call("GET", ApiPath.of(USERS, username), null).as(Account.class);
    }

    public Account create(String username, String email, String password, Collection<String> roles) {
        return session.call(
                        "POST",
                        USERS,
                        Map.of("username", username, "email", email, "password", password, "roles", roles))
                .as(Account.class);
    }

    /** Replaces the roles of a user. */
    public void setRoles(String username, Collection<String> roles) {
        session.call("PUT", ApiPath.of(USERS, username).then("roles"), Map.of("roles", roles));
    }

    /** Bans a user: all sessions and sockets end. */
    public void ban(String username, String reason) {
        session.call("POST", ApiPath.of(USERS, username).then("ban"), Map.of("reason", reason));
    }

    public void unban(String username) {
        session.call("DELETE", ApiPath.of(USERS, username).then("ban"), null);
    }

    /** Deletes an account: all sessions and sockets end, the name is free again, messages keep it. */
    public void delete(String username) {
        session.call("DELETE", ApiPath.of(USERS, username), null);
    }

    /** Sets a new password: all sessions and sockets of the user end. */
    public void setPassword(String username, String newPassword) {
        session.call("POST", ApiPath.of(USERS, username).then("password"), Map.of("newPassword", newPassword));
    }
}
