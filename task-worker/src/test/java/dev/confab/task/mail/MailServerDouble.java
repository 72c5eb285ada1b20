package dev.confab.task.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes every mail, or accepts connections and says nothing. Greets at once, as real servers do. */
final class MailServerDouble implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger silent = new AtomicInteger();
    private final AtomicInteger leftInSilence = new AtomicInteger();
    private volatile boolean answering = true;

    MailServerDouble() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Who connects from now on is answered, or not; who is connected already stays as it was. */
    void answer(boolean answer) {
        answering = answer;
    }

    /** Mails. */
    int taken() {
        return taken.get();
    }

    /** Connections that were not answered. */
    int silent() {
        return silent.get();
    }

    /** Those of them that the client has closed. */
    int leftInSilence() {
        return leftInSilence.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                boolean answered = answering;
                Thread.ofVirtual().start(() -> serve(client, answered));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client, boolean answered) {
        try (client) {
            if (answered) {
                converse(client);
            } else {
                silent.incrementAndGet();
                int end = client.getInputStream().read();
                leftInSilence.addAndGet(end == -1 ? 1 : 0);
            }
        } catch (IOException gone) {
            // The client has left.
        }
    }

    private void converse(Socket client) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        say(out, "220 double");
        boolean data = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (data) {
                if (line.equals(".")) {
                    data = false;
                    taken.incrementAndGet();
                    say(out, "250 taken");
                }
            } else if (line.equals("DATA")) {
                data = true;
                say(out, "354 go on");
            } else {
                say(out, line.equals("QUIT") ? "221 bye" : "250 fine");
            }
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
