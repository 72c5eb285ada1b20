package dev.confab.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/**
 * The first administrator. The first start hands its password to chat-service, which creates the user if it is
 * absent; afterwards only a mark remains in the data folder, never the password.
 */
final class Administrator {
    static final String USERNAME = "admin";

    /** No characters that look alike. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 20;
    private static final int ANSWER_MILLIS = 10_000;

    private final Path mark;
    private final Optional<String> chosen;
    private final String password;

    Administrator(Path dataDir, Optional<String> chosen) {
        this.mark = dataDir.resolve("admin-created");
        this.chosen = chosen;
        this.password = chosen.orElseGet(Administrator::generate);
    }

    /** The password to hand over, as long as the administrator may not exist yet. */
    Optional<String> toHandOver() {
        return Files.exists(mark) ? Optional.empty() : Optional.of(password);
    }

    /**
     * To be called once the suite is ready: remembers that the administrator exists, and says what the user must
     * know. Empty on every start but the first.
     */
    Optional<String> announcement(URI chat) {
        if (Files.exists(mark)) {
            return Optional.empty();
        }
        boolean created = canSignIn(chat);
        try {
            Files.writeString(mark, "The administrator exists. Its password is not stored here.\n");
        } catch (IOException e) {
            throw new LocalStackException("cannot write " + mark + ": " + e.getMessage(), e);
        }
        if (!created) {
            return Optional.of("the database has an administrator already; its password stays as it was");
        }
        return Optional.of(
                chosen.isPresent()
                        ? "administrator: %s, with the password from CONFAB_ADMIN_PASSWORD".formatted(USERNAME)
                        : "administrator: %s, password: %s   (shown this once)".formatted(USERNAME, password));
    }

    private boolean canSignIn(URI chat) {
        try {
            var connection =
                    (HttpURLConnection) chat.resolve("/api/auth/login").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            connection
                    .getOutputStream()
                    .write(new ObjectMapper().writeValueAsBytes(Map.of("username", USERNAME, "password", password)));
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            throw new LocalStackException("cannot sign in at " + chat + ": " + e.getMessage(), e);
        }
    }

    private static String generate() {
        SecureRandom random = new SecureRandom();
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            result.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return result.toString();
    }
}
