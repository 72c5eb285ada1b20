package dev.confab.local.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Signs access tokens as chat-service does and publishes the keys over HTTP, for tests of the services that only verify
 * them. Uses nothing but the JDK.
 */
public final class TokenIssuer implements AutoCloseable {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final ConcurrentMap<String, KeyPair> published = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Supplier<String>> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger exchanges = new AtomicInteger();
    private volatile String current = "";

    /** Starts on a free port of this machine, with one key. */
    public TokenIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/jwks.json", exchange -> {
            byte[] body = keySet().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.createContext("/api/auth/token", this::exchangeCookie);
        rotate();
        server.start();
    }

    /** Where the keys are published. */
    public URI jwksUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json");
    }

    /** Where session cookies are exchanged for access tokens. */
    public URI tokenUrl() {
        return jwksUrl().resolve("/api/auth/token");
    }

    /** A browser session as chat-service would begin one; the value of its cookie. */
    public String session(UUID userId, String username, String... roles) {
        String cookie = UUID.randomUUID().toString();
        sessions.put(cookie, () -> token(userId, username, Instant.now().plusSeconds(900), roles));
        return cookie;
    }

    /** Ends a browser session, as a logout does. */
    public void endSession(String cookie) {
        sessions.remove(cookie);
    }

    /** How often a cookie was asked about. */
    public int exchanges() {
        return exchanges.get();
    }

    private void exchangeCookie(HttpExchange exchange) throws IOException {
        exchanges.incrementAndGet();
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
        Supplier<String> token = sessions.get(header.replaceFirst(".*confab_session=([^;]*).*", "$1"));
        // A change by cookie needs the CSRF token.
        boolean proven = exchange.getRequestHeaders().containsKey("X-CSRF-Token");
        String body = token == null
                ? "{\"code\":\"not_authenticated\"}"
                : "{\"accessToken\":\"" + token.get() + "\",\"expiresIn\":900}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(!proven ? 403 : token == null ? 401 : 200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Signs with a new key from here on; the old ones stay published. */
    public void rotate() {
        String id = UUID.randomUUID().toString();
        published.put(id, newKey());
        current = id;
    }

    /** A token as chat-service would issue it. */
    public String token(UUID userId, String username, Instant expires, String... roles) {
        return sign(published.get(current), current, "confab", userId, username, expires, roles);
    }

    /** A token that is right in everything but its issuer. */
    public String tokenOfIssuer(String issuer, String username) {
        Instant expires = Instant.now().plusSeconds(60);
        return sign(published.get(current), current, issuer, UUID.randomUUID(), username, expires);
    }

    /** A token that names a published key and is signed with another. */
    public String forged(String username) {
        return sign(
                newKey(),
                current,
                "confab",
                UUID.randomUUID(),
                username,
                Instant.now().plusSeconds(60),
                "staff");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String keySet() {
        StringBuilder keys = new StringBuilder();
        published.forEach((id, pair) -> {
            RSAPublicKey key = (RSAPublicKey) pair.getPublic();
            keys.append(keys.isEmpty() ? "" : ",")
                    .append(
                            "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
                                    .formatted(
                                            id,
                                            BASE64.encodeToString(
                                                    unsigned(key.getModulus().toByteArray())),
                                            BASE64.encodeToString(unsigned(
                                                    key.getPublicExponent().toByteArray()))));
        });
        return "{\"keys\":[" + keys + "]}";
    }

    private static String sign(
            KeyPair key, String keyId, String issuer, UUID user, String username, Instant expires, String... roles) {
        String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + keyId + "\"}";
        String groups = roles.length == 0 ? "" : "\"" + String.join("\",\"", roles) + "\"";
        // Issued a while ago, so that an expired token was valid once.
        String claims = ("{\"iss\":\"%s\",\"sub\":\"%s\",\"upn\":\"%s\",\"preferred_username\":\"%s\",\"groups\":[%s],"
                        + "\"iat\":%d,\"exp\":%d,\"jti\":\"%s\"}")
                .formatted(
                        issuer,
                        user,
                        username,
                        username,
                        groups,
                        expires.minusSeconds(900).getEpochSecond(),
                        expires.getEpochSecond(),
                        UUID.randomUUID());
        String content = encoded(header) + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 && number.length > 1 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
