package dev.confab.chat.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How people sign in, what they get for it and how long it lasts. */
@ConfigMapping(prefix = "confab.auth")
public interface AuthConfig {

    /** The {@code iss} of the access tokens that this installation signs. */
    @WithDefault("confab")
    String issuer();

    /** How long an access token is valid. Other services that verify tokens notice a ban after at most this time. */
    @WithDefault("15M")
    @DurationMin(millis = 1)
    Duration accessTokenLifetime();

    /** How long a browser session or a refresh token lives without being used; each use starts it anew. */
    @WithDefault("30D")
    @DurationMin(millis = 1)
    Duration sessionLifetime();

    /**
     * How long after its exchange a refresh token can be presented again, provided that the token handed out for it was
     * never used: for clients whose response was lost. Later, or after that, it counts as stolen.
     */
    @WithDefault("10S")
    Duration refreshReuseGrace();

    /** How many sign-ins an account can have at once; one more ends the oldest. */
    @WithDefault("100")
    @Min(1)
    int signInsPerAccount();

    /** How often a node asks the database which sign-ins have ended. */
    @WithDefault("1S")
    @DurationMin(millis = 1)
    Duration securityPollInterval();

    /** How long security changes are kept for nodes that could not reach the database. */
    @WithDefault("24H")
    Duration securityChangeRetention();

    /** How many accounts and sign-ins a node keeps in memory, so that a request needs no query. */
    @WithDefault("50000")
    @Min(0)
    int cacheSize();

    /** Accounts with a password of ours. */
    Local local();

    /** What is signed with. */
    SigningKeys signingKeys();

    /** Limits against guessing. */
    Limits limits();

    /** Tokens of another issuer. */
    Oidc oidc();

    /** Accounts with a password of ours. */
    interface Local {

        /** Whether people can log in with a username and a password. Needs a foreign issuer when off. */
        @WithDefault("true")
        boolean login();

        /** Whether people can create their own account. */
        @WithDefault("true")
        boolean registration();
    }

    /** What is signed with. */
    interface SigningKeys {

        /**
         * PEM files (PKCS#8, RSA of 2048 bits or more) in place of the keys in the database. The first signs; all are
         * published, so the next key can be announced before it signs and the last one verifies until it is removed.
         */
        Optional<List<Path>> files();

        /** How old a generated key becomes before a new one takes its place; absent means never. */
        Optional<Duration> rotateAfter();

        /** How long a new generated key is published before it signs: longer than verifiers keep what they fetched. */
        @WithDefault("1H")
        Duration announce();
    }

    /** Limits against guessing. Each is a burst that refills evenly over a minute. */
    interface Limits {

        /** Attempts to log in to one account a minute, from all addresses together. */
        @WithDefault("10")
        @Min(1)
        int loginsPerAccount();

        /** Attempts to log in from one address (IPv6: one /64 network) a minute. */
        @WithDefault("100")
        @Min(1)
        int loginsPerAddress();

        /** Attempts to register from one address (IPv6: one /64 network) a minute. */
        @WithDefault("30")
        @Min(1)
        int registrationsPerAddress();
    }

    /** Tokens of another issuer. */
    interface Oidc {

        /** The {@code iss} of the tokens to trust, exactly as in the token; absent means that none are. */
        Optional<String> issuer();

        /** Where the issuer publishes its keys (a JWK set); required with an issuer. */
        Optional<String> jwksUrl();

        /** A token must name one of these in {@code aud}; required with an issuer. */
        Optional<List<String>> audience();

        /** Signature algorithms to accept. */
        @WithDefault("RS256")
        List<String> algorithms();

        /** The claim that proposes the username of a new account. */
        @WithDefault("preferred_username")
        String nameClaim();

        /** The claim with the e-mail address, only stored for new accounts. */
        @WithDefault("email")
        String emailClaim();

        /** The claim with the roles, as a path, for example {@code groups} or {@code realm_access/roles}. */
        @WithDefault("groups")
        String rolesClaim();

        /** The value in the roles claim that makes somebody staff. */
        @WithDefault("staff")
        String staffRole();

        /**
         * Whether a first token takes over the account with the proposed username, if no other identity is linked to
         * it. Only where the issuer alone decides who bears a name.
         */
        @WithDefault("false")
        boolean linkByUsername();
    }
}
