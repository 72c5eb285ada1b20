package dev.confab.local;

/** Where mail is handed in. Encryption and sign-in are settings of task-worker. */
public record MailServer(String host, int port) {
    private static final int LAST_PORT = 65_535;

    /** Reads {@code host:port}; {@code [::1]:25} for an address with colons. */
    public static MailServer parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 1 ? "" : text.substring(0, colon);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (!bare.isBlank() && port > 0 && port <= LAST_PORT) {
                return new MailServer(bare, port);
            }
        } catch (NumberFormatException notANumber) {
            // Told below, as everything else that is wrong with it.
        }
        throw new IllegalArgumentException("a mail server is host:port, and not: " + text);
    }
}
