package dev.confab.local;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A PostgreSQL server as people write it: {@code postgresql://user:password@host:port?parameters}. The path is
 * ignored: each service has a database of its own on the server.
 */
public record PostgresUrl(String authority, String parameters, String username, String password) {
    /** @throws LocalStackException if the text is no such URL; the message does not repeat the password */
    static PostgresUrl parse(String text) {
        try {
            URI uri = new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
            boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!known || uri.getHost() == null || uri.getRawUserInfo() == null) {
                throw new LocalStackException(
                        "CONFAB_POSTGRES_URL must be of the form postgresql://user:password@host:port");
            }
            String[] user = uri.getRawUserInfo().split(":", 2);
            String authority = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
            String parameters = Optional.ofNullable(uri.getRawQuery())
                    .map(query -> "?" + query)
                    .orElse("");
            return new PostgresUrl(authority, parameters, decoded(user[0]), user.length > 1 ? decoded(user[1]) : "");
        } catch (URISyntaxException unreadable) {
            throw new LocalStackException("CONFAB_POSTGRES_URL is not a URL (special characters in the password are"
                    + " written as %XX): " + unreadable.getReason());
        }
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + authority + "/" + database + parameters;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "postgresql://" + authority;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
