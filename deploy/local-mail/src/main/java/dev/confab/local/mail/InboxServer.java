package dev.confab.local.mail;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.subethamail.smtp.server.SMTPServer;

/** Main class of the inbox: an SMTP server and a page, both on the loopback interface only. */
final class InboxServer implements AutoCloseable {
    private static final int CONNECTIONS = 200;
    private static final int RECIPIENTS = 100;
    /** A client that says nothing, or that is kept waiting on purpose. */
    private static final int IDLE_MILLIS = 15 * 60 * 1000;

    private final SMTPServer smtp;
    private final HttpServer http;

    private InboxServer(SMTPServer smtp, HttpServer http) {
        this.smtp = smtp;
        this.http = http;
    }

    /**
     * Runs until the process is told to end.
     *
     * @param arguments the folder of the mails, the port of SMTP, the port of the page
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Thread.currentThread().join();
    }

    /** Returns when both answer. Whoever sees the page can also send mail. */
    static InboxServer start(Path folder, int smtpPort, int pagePort) throws IOException {
        MailStore store = MailStore.open(folder, InstantSource.system());
        RecipientRules rules = new RecipientRules();
        SMTPServer smtp = SMTPServer.port(smtpPort)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .softwareName("confab mail inbox")
                .maxConnections(CONNECTIONS)
                .maxRecipients(RECIPIENTS)
                .maxMessageSize(MailStore.MAIL_LIMIT_BYTES)
                .connectionTimeoutMs(IDLE_MILLIS)
                .insertReceivedHeaders(false)
                .messageHandlerFactory(_ -> new SmtpDelivery(store, rules))
                .build();
        smtp.start();
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), pagePort), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", new InboxHttp(store, rules));
        http.start();
        return new InboxServer(smtp, http);
    }

    int smtpPort() {
        return smtp.getPortAllocated();
    }

    int pagePort() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        smtp.stop();
    }
}
