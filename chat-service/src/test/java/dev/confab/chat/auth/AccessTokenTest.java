package dev.confab.chat.auth;

import static dev.confab.chat.account.People.as;
import static dev.confab.chat.account.People.register;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.confab.chat.account.People.SignedIn;
import dev.confab.local.test.EmbeddedStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = EmbeddedStackResource.class, initArgs = @ResourceArg(name = "database", value = "chat"))
class AccessTokenTest {
    @Inject
    SigningKeyService keys;

    private SignedIn ada;
    private String signInId;

    @BeforeEach
    void somebodySignsIn() {
        ada = register("token");
        signInId = claims(ada.accessToken()).replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void otherServicesVerifyTokensWithThePublishedKeys() throws Exception {
        String jwks = given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=300")
                .extract()
                .asString();
        JWTAuthContextInfo info = new JWTAuthContextInfo();
        info.setPublicKeyContent(jwks);
        info.setIssuedBy("confab");

        JsonWebToken token = new DefaultJWTParser(info).parse(ada.accessToken());

        assertThat(jwks).doesNotContain("\"d\"", "\"p\"", "\"q\"");
        assertThat(token.getSubject()).isEqualTo(ada.id());
        assertThat(token.getName()).isEqualTo(ada.username());
        assertThat(token.<String>getClaim("preferred_username")).isEqualTo(ada.username());
        assertThat(token.getGroups()).containsExactly("user");
        assertThat(token.getTokenID()).isNotBlank();
        assertThat(token.getExpirationTime() - token.getIssuedAtTime()).isEqualTo(900);
    }

    @Test
    void acceptsWhatItSigned() {
        given().auth()
                .preemptive()
                .oauth2(sign(valid(), key().privateKey()))
                .get("/api/me")
                .then()
                .statusCode(200);
    }

    @Test
    @Tag("CH-06")
    void refusesTokensOfAnotherKey() throws Exception {
        refuses(sign(valid(), KeyUtils.generateKeyPair(2048).getPrivate()), "not_authenticated");
    }

    @Test
    void refusesUnsignedTokens() {
        String header = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}");
        String payload = ada.accessToken().split("\\.", -1)[1];
        for (String token : List.of(
                header + "." + payload + ".",
                header + "." + payload,
                base64("{\"alg\":\"NoNe\",\"kid\":\"" + key().kid() + "\"}") + "." + payload + ".")) {
            refuses(token, "not_authenticated");
        }
    }

    @Test
    void refusesThePublicKeyUsedAsASecret() throws Exception {
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key().publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(
                pem.getBytes(StandardCharsets.UTF_8),
                key().publicKey().getEncoded(),
                keys.keys().jwks().getBytes(StandardCharsets.UTF_8))) {
            String signed = base64("{\"alg\":\"HS256\",\"kid\":\"" + key().kid() + "\"}") + "."
                    + ada.accessToken().split("\\.", -1)[1];
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            refuses(
                    signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature),
                    "not_authenticated");
        }
    }

    @Test
    void refusesChangedClaims() {
        String[] parts = ada.accessToken().split("\\.", -1);
        String changed = base64(claims(ada.accessToken()).replace("\"user\"", "\"staff\""));

        refuses(parts[0] + "." + changed + "." + parts[2], "not_authenticated");
    }

    @Test
    void saysThatATokenHasExpiredOnlyIfItWasGenuine() throws Exception {
        Instant past = Instant.now().minusSeconds(60);
        refuses(sign(valid().expiresAt(past), key().privateKey()), "token_expired");
        refuses(sign(valid().expiresAt(past), KeyUtils.generateKeyPair(2048).getPrivate()), "not_authenticated");
    }

    @Test
    void refusesTokensOfAnotherIssuer() {
        refuses(sign(valid().issuer("somebody"), key().privateKey()), "not_authenticated");
    }

    @Test
    void refusesTokensOfNoSignIn() {
        refuses(sign(valid().claim("sid", UUID.randomUUID().toString()), key().privateKey()), "not_authenticated");
        refuses(sign(valid().claim("sid", "none"), key().privateKey()), "not_authenticated");
        refuses(sign(valid().subject(UUID.randomUUID().toString()), key().privateKey()), "not_authenticated");
    }

    @Test
    void doesNotBelieveTheRolesInAToken() {
        String token = sign(valid().groups(Set.of("user", "staff")), key().privateKey());

        given().auth().preemptive().oauth2(token).get("/api/users").then().statusCode(403);
    }

    @Test
    void refusesWhatIsNoToken() {
        for (String token : List.of("x", "a.b.c", "..", "A".repeat(4000), "'; DROP TABLE account; --")) {
            refuses(token, "not_authenticated");
        }
        given().header("Authorization", "Basic YTpi").get("/api/me").then().statusCode(401);
        given().header("Authorization", "Bearer").get("/api/me").then().statusCode(401);
    }

    @Test
    void aBadTokenIsNotReplacedByAGoodCookie() {
        given().header("Authorization", "Bearer x")
                .cookie("confab_session", ada.session())
                .get("/api/me")
                .then()
                .statusCode(401);
    }

    @Test
    void asksForABearerToken() {
        given().get("/api/me")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json")
                .body("code", equalTo("not_authenticated"));
        as(ada).get("/api/me").then().statusCode(200);
    }

    private JwtClaimsBuilder valid() {
        return Jwt.issuer("confab")
                .subject(ada.id())
                .upn(ada.username())
                .groups("user")
                .claim("sid", signInId)
                .expiresAt(Instant.now().plusSeconds(60));
    }

    private SigningKey key() {
        return keys.keys().signing(Instant.now());
    }

    private String sign(JwtClaimsBuilder claims, PrivateKey privateKey) {
        return claims.jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(key().kid())
                .sign(privateKey);
    }

    private static void refuses(String token, String code) {
        given().header("Authorization", "Bearer " + token)
                .get("/api/me")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    private static String claims(String token) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
