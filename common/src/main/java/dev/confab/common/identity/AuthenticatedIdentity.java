package dev.confab.common.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.stream.Collectors;

/** Tells Quarkus who is signed in. */
public final class AuthenticatedIdentity {
    private AuthenticatedIdentity() {}

    /** The identity of somebody who was authenticated. */
    public static SecurityIdentity of(AuthenticatedSession session) {
        UserIdentity user = session.user();
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(user.username()))
                .addRoles(user.roles().stream().map(Role::wireName).collect(Collectors.toSet()))
                .addAttribute(IdentityService.SESSION_ATTRIBUTE, session)
                .build();
    }
}
