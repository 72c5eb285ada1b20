package dev.confab.chat.connection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A client that does what no client should, by chance: the same for the same seed. */
final class FrameFuzz {

    private static final int LONG = 70_000;
    private static final int DEEP = 400;

    private final RandomGenerator random;
    private final List<String> commands;

    /** Says what resembles these commands. */
    FrameFuzz(RandomGenerator random, List<String> commands) {
        this.random = random;
        this.commands = commands;
    }

    /** Whether it begins as it should. */
    boolean greets() {
        return random.nextInt(4) != 0;
    }

    /** Does one thing to a socket; false when the client has gone. */
    boolean step(RawSocket socket) {
        switch (random.nextInt(14)) {
            case 0 -> socket.sendText(command());
            case 1 -> socket.sendText(mutated());
            case 2 -> socket.sendText(misshapen());
            case 3 -> socket.send(RawSocket.TEXT, true, bytes(random.nextInt(200)));
            case 4 -> inFragments(socket, command().getBytes(StandardCharsets.UTF_8));
            case 5 -> inFragments(socket, bytes(random.nextInt(2_000)));
            case 6 -> socket.send(RawSocket.CONTINUATION, random.nextBoolean(), bytes(10));
            case 7 -> socket.send(random.nextInt(16), random.nextBoolean(), bytes(random.nextInt(130)));
            case 8 -> socket.sendRaw(bytes(1 + random.nextInt(40)));
            case 9 -> flood(socket);
            case 10 -> socket.header(RawSocket.TEXT, true, random.nextLong() >>> random.nextInt(60));
            case 11 -> socket.send(RawSocket.CLOSE, true, bytes(random.nextInt(6)));
            case 12 -> socket.sendText(" ".repeat(random.nextInt(LONG)) + command());
            default -> {
                socket.reset();
                return false;
            }
        }
        return true;
    }

    private String command() {
        return commands.get(random.nextInt(commands.size()));
    }

    /** A command in which some characters are others. */
    private String mutated() {
        StringBuilder text = new StringBuilder(command());
        for (int count = 1 + random.nextInt(4); count > 0 && !text.isEmpty(); count--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, (char) random.nextInt(0xD7FF));
                case 2 -> text.insert(at, "{[\"\\,:0-9eE.}]".charAt(random.nextInt(14)));
                default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    /** JSON that is right in itself and wrong in every other way. */
    private String misshapen() {
        String value =
                switch (random.nextInt(9)) {
                    case 0 -> "null";
                    case 1 -> "{}";
                    case 2 -> "-1e400";
                    case 3 -> "9".repeat(1 + random.nextInt(60));
                    case 4 -> "\"\\u0000\\ud800\"";
                    case 5 -> "[".repeat(DEEP) + "]".repeat(DEEP);
                    case 6 -> "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
                    case 7 -> "\"" + "x".repeat(random.nextInt(LONG)) + "\"";
                    default -> "{\"lobby\":" + random.nextLong() + ",\"\":true}";
                };
        List<String> fields =
                List.of("type", "id", "room", "rooms", "me", "epoch", "seq", "text", "message", "typing", "batch");
        String field = fields.get(random.nextInt(fields.size()));
        String command = command();
        return switch (random.nextInt(3)) {
            case 0 -> value;
            case 1 -> command.replaceFirst("\"" + field + "\":(\"[^\"]*\"|[^,}]*)", "\"" + field + "\":0") + value;
            default -> command.replaceFirst("\\{", "{\"" + field + "\":" + quoted(value) + ",");
        };
    }

    private static String quoted(String value) {
        return value.replace("\\", "\\\\").replace("$", "\\$");
    }

    private void inFragments(RawSocket socket, byte[] message) {
        int from = 0;
        int opcode = RawSocket.TEXT;
        while (from < message.length && random.nextInt(6) != 0) {
            int to = Math.min(message.length, from + 1 + random.nextInt(40));
            socket.send(opcode, false, Arrays.copyOfRange(message, from, to));
            if (random.nextInt(8) == 0) {
                socket.send(RawSocket.PING, true, bytes(random.nextInt(130)));
            }
            from = to;
            opcode = RawSocket.CONTINUATION;
        }
        if (random.nextInt(4) != 0) {
            socket.send(opcode, true, Arrays.copyOfRange(message, from, message.length));
        }
    }

    /** More than is read in the same time. */
    private void flood(RawSocket socket) {
        String text = random.nextBoolean() ? command() : mutated();
        for (int count = random.nextInt(300); count > 0; count--) {
            socket.sendText(text);
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
