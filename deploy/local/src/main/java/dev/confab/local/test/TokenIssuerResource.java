package dev.confab.local.test;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Lets a Quarkus test trust a {@link TokenIssuer}, which is set into the test's field of that type. */
public final class TokenIssuerResource implements QuarkusTestResourceLifecycleManager {
    private final TokenIssuer issuer = new TokenIssuer();

    @Override
    public Map<String, String> start() {
        return Map.of(
                "confab.trust.jwks-url", issuer.jwksUrl().toString(),
                "confab.sign-in.token-url", issuer.tokenUrl().toString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(issuer, new TestInjector.MatchesType(TokenIssuer.class));
    }

    @Override
    public void stop() {
        issuer.close();
    }
}
