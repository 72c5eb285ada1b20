package dev.confab.local;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A mail inbox in a JVM of its own: an SMTP server that keeps every mail and forwards none, and a page to read them. It
 * can be told to refuse addresses; a server that was started again accepts everybody.
 */
public final class EmbeddedMail extends LocalServer {
    private static final int ANSWER_MILLIS = 5000;
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Path log;
    private final int pagePort;
    /** What was told to the running server, by address. */
    private final Map<String, String> rules = new TreeMap<>();

    private record Summary(long id) {}

    private record Rule(String recipient, String answer) {}

    EmbeddedMail(Path dir, Path logs, int smtpPort, int pagePort) {
        super("mail", dir, smtpPort);
        this.pagePort = pagePort;
        log = logs.resolve("mail.log");
    }

    public String host() {
        return "127.0.0.1";
    }

    /** Where the mails can be read. */
    public URI url() {
        return URI.create("http://localhost:" + pagePort);
    }

    /** The mails that were sent to an address, the newest first. */
    public List<ReceivedMail> mailsTo(String address) {
        List<Summary> found =
                read("/api/mails?to=" + URLEncoder.encode(address, StandardCharsets.UTF_8), new TypeReference<>() {});
        return found.stream()
                .map(mail -> read("/api/mails/" + mail.id(), new TypeReference<ReceivedMail>() {}))
                .toList();
    }

    /** From now on the address is refused for good (550). {@code *} stands for every address. */
    public void refuse(String address) {
        rule(address, "refuse");
    }

    /** From now on the address is refused for the time being (451). {@code *} stands for every address. */
    public void failTemporarily(String address) {
        rule(address, "fail");
    }

    /** From now on a sender that names the address gets no answer. {@code *} stands for every address. */
    public void stall(String address) {
        rule(address, "stall");
    }

    /** The address is accepted again, also for those who wait for an answer. */
    public synchronized void accept(String address) {
        rules.remove(address.toLowerCase(Locale.ROOT));
        tellRules();
    }

    /** Everybody is accepted again. */
    public synchronized void acceptAll() {
        rules.clear();
        tellRules();
    }

    private synchronized void rule(String address, String answer) {
        rules.put(address.toLowerCase(Locale.ROOT), answer);
        tellRules();
    }

    private void tellRules() {
        List<Rule> list = new ArrayList<>();
        rules.forEach((address, answer) -> list.add(new Rule(address, answer)));
        try {
            HttpURLConnection connection = open("/api/rules");
            connection.setRequestMethod("PUT");
            connection.setDoOutput(true);
            connection.getOutputStream().write(JSON.writeValueAsBytes(list));
            expectOk(connection);
        } catch (IOException e) {
            throw new LocalStackException("the mail inbox does not take rules: " + e.getMessage(), e);
        }
    }

    private <T> T read(String path, TypeReference<T> type) {
        try {
            HttpURLConnection connection = open(path);
            expectOk(connection);
            return JSON.readValue(connection.getInputStream(), type);
        } catch (IOException e) {
            throw new LocalStackException("the mail inbox does not answer: " + e.getMessage(), e);
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + pagePort + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(ANSWER_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        return connection;
    }

    private static void expectOk(HttpURLConnection connection) throws IOException {
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("status " + connection.getResponseCode());
        }
    }

    @Override
    Map<String, Integer> furtherPorts() {
        return Map.of("mail-page", pagePort);
    }

    @Override
    ServerProcess launch() {
        synchronized (this) {
            rules.clear();
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-Xshare:auto",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
                "-cp",
                classPath(),
                "dev.confab.local.mail.InboxServer",
                dir().toString(),
                Integer.toString(port()),
                Integer.toString(pagePort));
        return ServerProcess.start(name(), command, "TERM", Map.of(), log);
    }

    /** The page answers once mail is taken. */
    @Override
    boolean isReady() {
        try {
            expectOk(open("/api/mails?limit=1"));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String classPath() {
        Path target = Checkout.root().resolve(Path.of("deploy", "local-mail", "target"));
        List<String> entries = new ArrayList<>(List.of(target.resolve("classes").toString()));
        Path lib = target.resolve("lib");
        if (Files.isDirectory(lib)) {
            try (Stream<Path> jars = Files.list(lib)) {
                jars.map(Path::toString)
                        .filter(jar -> jar.endsWith(".jar"))
                        .sorted()
                        .forEach(entries::add);
            } catch (IOException e) {
                throw new LocalStackException("cannot read " + lib, e);
            }
        }
        if (entries.size() == 1) {
            throw new LocalStackException(
                    lib + " is empty: build the module deploy/local-mail first (./mvnw package does)");
        }
        return String.join(":", entries);
    }
}
