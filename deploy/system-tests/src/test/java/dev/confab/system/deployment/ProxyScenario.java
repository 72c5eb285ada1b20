package dev.confab.system.deployment;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.confab.local.test.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.RequestOptions;
import dev.confab.local.Suite;
import dev.confab.local.test.BrowserExtension;
import dev.confab.local.test.Visitor;
import dev.confab.system.chat.TwoNodeSuite;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What must hold behind every proxy that confab has a configuration for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProxyScenario {
    @RegisterExtension
    static final BrowserExtension BROWSER = new BrowserExtension();

    private static final String SESSION = "confab_session";
    private static final int FORBIDDEN = 4003;
    private static final int UNAVAILABLE = 503;
    /** After failures a page waits for up to half a minute before it connects again. */
    private static final double RECONNECT_MILLIS = 120_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Suite suite = TwoNodeSuite.get();

    private ProxyServer proxy;
    private HttpClient http;

    abstract ProxyServer start(Suite behind, ProxyCertificate shown, Path workFolder) throws IOException;

    @BeforeAll
    void startProxy(@TempDir Path folder) throws Exception {
        ProxyCertificate certificate = ProxyCertificate.make(folder);
        proxy = start(suite, certificate, folder);
        http = HttpClient.newBuilder()
                .sslContext(certificate.trusting())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @AfterAll
    void stopProxy() {
        if (http != null) {
            http.close();
        }
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    @Tag("CH-16")
    void cookiesAreSecureAndSocketsOpenForThePublicOriginOnly() {
        Account ann = register("ann", Map.of());
        assertThat(ann.cookie()).contains("; Secure").containsIgnoringCase("; HttpOnly");

        String own = proxy.url().toString();
        for (String path : List.of("/ws", "/ws/chat/" + ann.username() + "/", "/ws/notifications")) {
            try (ProxySocket socket = open(path, ann, own)) {
                assertThat(socket.greeting()).as(path).isNotEmpty();
            }
            try (ProxySocket foreign = open(path, ann, "https://evil.example")) {
                assertThat(foreign.closeCode()).as(path).isEqualTo(FORBIDDEN);
            }
            // Right host, but a page that came over an unprotected connection.
            try (ProxySocket downgraded = open(path, ann, own.replace("https:", "http:"))) {
                assertThat(downgraded.closeCode()).as(path).isEqualTo(FORBIDDEN);
            }
        }
    }

    @Test
    void onlyTheProxyIsBelievedAboutClients() throws Exception {
        // What a client claims does not get past the proxy ...
        Account liar = register("liar", Map.of("X-Forwarded-Proto", "http", "X-Forwarded-Host", "evil.example"));
        assertThat(liar.cookie()).contains("; Secure");
        try (ProxySocket forged = open(
                "/ws",
                Map.of(
                        "Cookie",
                        liar.session(),
                        "Origin",
                        "https://evil.example",
                        "X-Forwarded-Host",
                        "evil.example"))) {
            assertThat(forged.closeCode()).isEqualTo(FORBIDDEN);
        }
        // ... and who goes around the proxy is not believed at all; the proxy's own address is.
        assertThat(cookiesGivenTo("127.0.0.2", liar))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).doesNotContain("Secure"));
        assertThat(cookiesGivenTo("127.0.0.1", liar))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("; Secure"));
    }

    @Test
    void servicesAreFoundHealthIsHiddenAndPlainHttpIsLeft() {
        assertThat(get(proxy.url().resolve("/q/metrics")).statusCode()).isEqualTo(404);
        assertThat(get(proxy.url().resolve("/q/health")).statusCode()).isEqualTo(404);
        assertThat(get(proxy.url().resolve("/.well-known/jwks.json")).statusCode())
                .isEqualTo(200);
        assertThat(get(proxy.url().resolve("/api/tasks")).statusCode()).isEqualTo(401);
        assertThat(get(proxy.url().resolve("/api/notifications")).statusCode()).isEqualTo(401);
        assertThat(get(proxy.url().resolve("/")).headers().firstValue("Strict-Transport-Security"))
                .isPresent();
        HttpResponse<String> plain = get(proxy.plainUrl().resolve("/rooms/lobby?a=b"));
        assertThat(plain.statusCode()).isEqualTo(308);
        assertThat(plain.headers().firstValue("Location").orElse(""))
                .startsWith("https://")
                .endsWith("/rooms/lobby?a=b");
    }

    /** One node is stopped in order, later the other one is killed; people go on talking, wherever they were. */
    @Test
    @Tag("CH-16")
    void peopleAreTakenToAnotherNodeWhenTheirsGoes() {
        String mark = Long.toString(System.nanoTime(), 36);
        Visitor ada = enter("ada_" + mark, "door_" + mark);
        Visitor ben = enter("ben_" + mark, "door_" + mark);
        talk(ada, ben, "both nodes are there " + mark);
        try {
            suite.stopChat(1);
            talk(ada, ben, "the first node was stopped " + mark);
            suite.startChat(1);
            suite.killChat(2);
            talk(ada, ben, "the second node was killed " + mark);
        } finally {
            mend(1);
            mend(2);
        }
        assertThat(log(ada).getByText("both nodes are there " + mark)).hasCount(2);
        assertThat(log(ada).getByText("the second node was killed " + mark)).hasCount(2);
    }

    private void mend(int node) {
        if (!suite.chat(node).isRunning()) {
            suite.startChat(node);
        }
    }

    private static void talk(Visitor ada, Visitor ben, String text) {
        say(ada, text);
        assertThat(log(ben).getByText(text)).hasCount(1, new HasCountOptions().setTimeout(RECONNECT_MILLIS));
        say(ben, text);
        assertThat(log(ada).getByText(text)).hasCount(2, new HasCountOptions().setTimeout(RECONNECT_MILLIS));
    }

    private Visitor enter(String name, String room) {
        // Attempts to connect that fail while a node goes are reported by the browser itself.
        Visitor visitor = BROWSER.visitor(
                        name,
                        new Browser.NewContextOptions()
                                .setBaseURL(proxy.url().toString())
                                .setIgnoreHTTPSErrors(true))
                .expecting("WebSocket|Failed to load resource|fetch");
        Map<String, String> account =
                Map.of("username", name, "email", name + "@example.org", "password", "correct horse battery");
        visitor.context()
                .request()
                .post("/api/auth/register", RequestOptions.create().setData(account));
        assertThat(visitor.context().cookies()).anySatisfy(cookie -> {
            assertThat(cookie.name).isEqualTo(SESSION);
            assertThat(cookie.secure).isTrue();
        });
        visitor.page().navigate("/rooms/" + room);
        assertThat(visitor.page().getByRole(AriaRole.COMPLEMENTARY)).containsText(name);
        return visitor;
    }

    private static void say(Visitor visitor, String text) {
        Locator composer = visitor.page().getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message "));
        composer.fill(text);
        composer.press("Enter");
    }

    private static Locator log(Visitor visitor) {
        return visitor.page().getByRole(AriaRole.LOG);
    }

    /** Somebody who signed up, and the header that gave them their session. */
    private record Account(String username, String cookie) {
        String session() {
            return cookie.substring(0, cookie.indexOf(';'));
        }
    }

    private Account register(String name, Map<String, String> headers) {
        String username = name + "_" + Long.toString(System.nanoTime(), 36);
        HttpRequest.Builder request = HttpRequest.newBuilder(proxy.url().resolve("/api/auth/register"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(credentials(username)));
        headers.forEach(request::header);
        HttpResponse<String> answer = send(request.build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new Account(username, sessionCookie(answer.headers().allValues("Set-Cookie")));
    }

    private static String sessionCookie(List<String> cookies) {
        return cookies.stream()
                .filter(cookie -> cookie.startsWith(SESSION + "="))
                .findFirst()
                .orElseThrow();
    }

    private static String credentials(String username) {
        JsonNode account = JSON.valueToTree(
                Map.of("username", username, "email", username + "@example.org", "password", "correct horse battery"));
        return account.toString();
    }

    private ProxySocket open(String path, Account account, String origin) {
        return open(path, Map.of("Cookie", account.session(), "Origin", origin));
    }

    private ProxySocket open(String path, Map<String, String> headers) {
        return await().ignoreExceptionsMatching(ProxyScenario::isUnavailable)
                .until(() -> ProxySocket.open(http, proxy.url().resolve(path), headers), Objects::nonNull);
    }

    private static boolean isUnavailable(Throwable refusal) {
        return refusal.getCause() instanceof WebSocketHandshakeException handshake
                && handshake.getResponse().statusCode() == UNAVAILABLE;
    }

    private HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri).build());
    }

    /** Again while a proxy takes a service that stood still for two seconds for a dead one; nothing was done then. */
    private HttpResponse<String> send(HttpRequest request) {
        return await().until(
                        () -> http.send(request, BodyHandlers.ofString()),
                        answer -> answer.statusCode() != UNAVAILABLE);
    }

    /** Signs in at a node itself, from this address, with the claim to have come over TLS. */
    private List<String> cookiesGivenTo(String address, Account account) throws IOException {
        String body = credentials(account.username());
        try (Socket socket = new Socket(
                InetAddress.ofLiteral("127.0.0.1"), suite.chatUrl(1).getPort(), InetAddress.ofLiteral(address), 0)) {
            String request = "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nX-Forwarded-Proto: https\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.regionMatches(true, 0, "set-cookie: " + SESSION, 0, 12 + SESSION.length()))
                    .toList();
        }
    }
}
