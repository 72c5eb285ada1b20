package dev.confab.common.identity;

import java.util.Set;
import java.util.UUID;

/**
 * The user behind a request or a connection.
 *
 * @param id       the account; for a guest a random id that lives as long as the connection
 * @param username as registered, in its original case; {@code Anonymous} for a guest
 * @param roles    the roles at the time of authentication; none for a guest
 */
public record UserIdentity(UUID id, String username, Set<Role> roles) {

    /** The name under which guests talk. Nobody can register it. */
    public static final String GUEST_NAME = "Anonymous";

    public UserIdentity {
        roles = Set.copyOf(roles);
    }

    /** Somebody without an account, where guests are enabled. */
    public static UserIdentity guest() {
        return new UserIdentity(UUID.randomUUID(), GUEST_NAME, Set.of());
    }

    /** Whether this is somebody without an account. */
    public boolean isGuest() {
        return roles.isEmpty();
    }

    public boolean isStaff() {
        return roles.contains(Role.STAFF);
    }
}
