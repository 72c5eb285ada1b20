package dev.confab.system.deployment;

import static dev.confab.local.test.Patience.await;

import dev.confab.local.Ports;
import dev.confab.local.Suite;
import dev.confab.local.test.CommittedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A real proxy with the configuration of {@code deploy/proxy}, in front of a suite with two chat nodes. */
final class ProxyServer implements AutoCloseable {
    private final Process process;
    private final Thread killer;
    private final int https;
    private final int http;

    private ProxyServer(ProcessBuilder command, int https, int http) throws IOException {
        process = command.start();
        killer = new Thread(process::destroyForcibly, "stop the proxy");
        Runtime.getRuntime().addShutdownHook(killer);
        this.https = https;
        this.http = http;
    }

    static ProxyServer haproxy(Suite suite, ProxyCertificate certificate, Path folder) throws IOException {
        int https = Ports.free();
        int http = Ports.free();
        Map<String, String> variables = services(suite);
        variables.put("CONFAB_PROXY_HTTPS", "127.0.0.1:" + https);
        variables.put("CONFAB_PROXY_HTTP", "127.0.0.1:" + http);
        variables.put("CONFAB_PROXY_PEM", certificate.both().toString());
        ProcessBuilder command = command(
                folder,
                List.of(
                        Programs.find("haproxy").toString(),
                        "-db",
                        "-f",
                        CommittedFile.root().resolve("deploy/proxy/haproxy.cfg").toString()));
        command.environment().putAll(variables);
        return new ProxyServer(command, https, http).awaitOpen(folder);
    }

    static ProxyServer nginx(Suite suite, ProxyCertificate certificate, Path folder) throws IOException {
        int https = Ports.free();
        int http = Ports.free();
        Map<String, String> variables = services(suite);
        variables.put("CONFAB_PROXY_HTTPS", "127.0.0.1:" + https);
        variables.put("CONFAB_PROXY_HTTP", "127.0.0.1:" + http);
        variables.put("CONFAB_PROXY_HOST", "localhost:" + https);
        variables.put("CONFAB_PROXY_CERTIFICATE", certificate.certificate().toString());
        variables.put("CONFAB_PROXY_KEY", certificate.key().toString());
        String site = CommittedFile.named("deploy/proxy/nginx.conf.template").text();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            site = site.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        Files.writeString(folder.resolve("site.conf"), site);
        // What the image has around it, without what only root may.
        Path main = Files.writeString(folder.resolve("nginx.conf"), """
                worker_processes 1;
                pid nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    include site.conf;
                }
                """);
        return new ProxyServer(
                        command(
                                folder,
                                List.of(
                                        Programs.find("nginx").toString(),
                                        "-p",
                                        folder.toString(),
                                        "-c",
                                        main.toString(),
                                        "-g",
                                        "daemon off; master_process off;")),
                        https,
                        http)
                .awaitOpen(folder);
    }

    URI url() {
        return URI.create("https://localhost:" + https);
    }

    URI plainUrl() {
        return URI.create("http://localhost:" + http);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(killer);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private ProxyServer awaitOpen(Path folder) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the proxy ended: " + output(folder));
            }
            return accepts(https) && accepts(http);
        });
        return this;
    }

    private static Map<String, String> services(Suite suite) {
        return new TreeMap<>(Map.of(
                "CONFAB_CHAT_1", address(suite.chatUrl(1)),
                "CONFAB_CHAT_2", address(suite.chatUrl(2)),
                "CONFAB_NOTIFICATION", address(suite.notificationUrl()),
                "CONFAB_TASK", address(suite.taskUrl())));
    }

    private static String address(URI service) {
        return "127.0.0.1:" + service.getPort();
    }

    private static ProcessBuilder command(Path folder, List<String> command) {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("proxy.out").toFile());
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String output(Path folder) {
        try {
            return Files.readString(folder.resolve("proxy.out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
