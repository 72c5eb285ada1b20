package dev.confab.local.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxServerTest {
    private static final String SCRIPT = "<script>alert(1)</script>";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private InboxServer server;

    @BeforeEach
    void start() throws IOException {
        server = InboxServer.start(folder, 0, 0);
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void showsAMailWithoutTrustingAnythingInIt() throws Exception {
        send(
                "ann@example.org",
                "Grüße " + SCRIPT,
                "see https://example.org/a?b=1&c=2. " + SCRIPT,
                SCRIPT + "<b>bold</b>");

        HttpResponse<String> list = get("/");
        HttpResponse<String> page = get("/mails/1");
        HttpResponse<String> frame = get("/mails/1/html");

        assertThat(list.body()).contains("Grüße &lt;script&gt;").doesNotContain(SCRIPT);
        assertThat(page.body())
                .contains("href=\"https://example.org/a?b=1&amp;c=2\"")
                .contains("sandbox=")
                .doesNotContain(SCRIPT);
        assertThat(policy(list)).contains("default-src 'none'").doesNotContain("script-src");
        assertThat(policy(page)).contains("default-src 'none'").doesNotContain("script-src");
        assertThat(frame.body()).contains("<b>bold</b>");
        assertThat(policy(frame))
                .startsWith("sandbox ")
                .doesNotContain("allow-scripts")
                .doesNotContain("allow-same-origin");
        assertThat(get("/api/mails/1").body()).contains("\"text\":\"see https://example.org");
        assertThat(get("/mails/1/raw").body()).contains("Subject: ").doesNotContain("X-Inbox");
        assertThat(get("/mails/2").statusCode()).isEqualTo(404);
    }

    @Test
    void answersRecipientsAsTold() throws Exception {
        put("[{\"recipient\":\"Gone@example.org\",\"answer\":\"refuse\"},{\"recipient\":\"*\",\"answer\":\"fail\"}]");
        assertThatThrownBy(() -> send("gone@example.org", "s", "t", "h"))
                .rootCause()
                .hasMessageContaining("550 5.1.1");
        assertThatThrownBy(() -> send("ann@example.org", "s", "t", "h"))
                .rootCause()
                .hasMessageContaining("451 4.3.0");

        put("[]");
        send("gone@example.org", "at last", "t", "h");

        assertThat(get("/api/mails?to=GONE@example.org").body()).contains("at last");
        assertThat(get("/api/mails?to=ann@example.org").body()).isEqualTo("[]");
    }

    @Test
    void keepsASenderWaitingUntilTheRuleIsGone() throws Exception {
        put("[{\"recipient\":\"slow@example.org\",\"answer\":\"stall\"}]");
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                send("slow@example.org", "s", "t", "h");
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(get("/api/mails").body()).isEqualTo("[]");
        assertThat(sending).isNotDone();

        put("[]");

        sending.get(10, TimeUnit.SECONDS);
        assertThat(get("/api/mails").body()).contains("slow@example.org");
    }

    @Test
    void answersOnlyThoseWhoAskForThisMachine() throws Exception {
        assertThat(statusFor("GET / HTTP/1.1", "Host: evil.example.org")).isEqualTo(403);
        assertThat(statusFor("GET / HTTP/1.1", "Host: localhost:1")).isEqualTo(200);
        assertThat(statusFor("POST /clear HTTP/1.1", "Host: localhost", "Origin: http://evil.example.org"))
                .isEqualTo(403);
    }

    private void send(String to, String subject, String text, String html) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(server.smtpPort()));
        MimeMessage mail = new MimeMessage(Session.getInstance(properties));
        mail.setFrom("confab@example.org");
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        mail.setSubject(subject, "UTF-8");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text, "UTF-8");
        MimeBodyPart rich = new MimeBodyPart();
        rich.setText(html, "UTF-8", "html");
        mail.setContent(new MimeMultipart("alternative", plain, rich));
        Transport.send(mail);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private void put(String rules) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/rules"))
                .PUT(BodyPublishers.ofString(rules))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.pagePort() + path);
    }

    private int statusFor(String... head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.pagePort());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            String request = String.join("\r\n", head) + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private static String policy(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Security-Policy").orElseThrow();
    }
}
