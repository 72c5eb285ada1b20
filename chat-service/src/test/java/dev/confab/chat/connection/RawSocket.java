package dev.confab.chat.connection;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket client without any care, for frames that no library would send. */
final class RawSocket implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final Socket socket;
    private final DataInputStream in;
    private final int status;
    private final List<String> answer = new ArrayList<>();

    /** One frame from the server; the close code is 0 where it is none. */
    record Frame(int opcode, String text, int closeCode) {

        static Frame of(int opcode, byte[] payload) {
            if (opcode != CLOSE) {
                return new Frame(opcode, new String(payload, StandardCharsets.UTF_8), 0);
            }
            return payload.length < 2
                    ? new Frame(CLOSE, "", 1005)
                    : new Frame(
                            CLOSE,
                            new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8),
                            ByteBuffer.wrap(payload).getShort() & 0xFFFF);
        }
    }

    /** Does the handshake; headers are lines without their end. */
    RawSocket(URI uri, String... headers) {
        try {
            socket = new Socket();
            socket.setReceiveBufferSize(8 * 1024);
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), 60_000);
            socket.setSoTimeout(60_000);
            in = new DataInputStream(socket.getInputStream());
            StringBuilder request = new StringBuilder("GET " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getHost()
                    + ":" + uri.getPort() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
            String statusLine = readLine();
            status = Integer.parseInt(statusLine.substring(9, 12));
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                answer.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int status() {
        return status;
    }

    /** A header of the answer to the handshake; empty if it has none of that name. */
    String header(String name) {
        return answer.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    void send(int opcode, boolean last, byte[] payload) {
        header(opcode, last, payload.length);
        write(payload);
    }

    void sendText(String text) {
        send(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Announces a frame without sending it. */
    void header(int opcode, boolean last, long length) {
        ByteBuffer header = ByteBuffer.allocate(14);
        header.put((byte) ((last ? 0x80 : 0) | opcode));
        if (length <= 125) {
            header.put((byte) (0x80 | length));
        } else if (length <= 0xFFFF) {
            header.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            header.put((byte) (0x80 | 127)).putLong(length);
        }
        // A mask of zeros leaves the payload as it is.
        header.putInt(0);
        byte[] bytes = new byte[header.position()];
        header.flip().get(bytes);
        write(bytes);
    }

    /** Sends bytes that need not be a frame. */
    void sendRaw(byte[] bytes) {
        write(bytes);
    }

    /** Vanishes without a word, as a crashed client does. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame; a broken connection looks like a close with 1006. */
    Frame read() {
        try {
            int first = in.readUnsignedByte();
            int length = in.readUnsignedByte() & 0x7F;
            long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] payload = new byte[(int) size];
            in.readFully(payload);
            return Frame.of(first & 0x0F, payload);
        } catch (EOFException | SocketException e) {
            return new Frame(CLOSE, "", 1006);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The close code that comes, whatever else comes before. */
    int closeCode() {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        return frame.closeCode();
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
