package dev.confab.system.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One inline command to Redis, as an operator at a terminal would type it. */
final class RedisWire {
    private RedisWire() {}

    static void send(int port, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            String answer = answers.readLine();
            if (!"+OK".equals(answer)) {
                throw new IOException(command + " was answered " + answer);
            }
        }
    }
}
