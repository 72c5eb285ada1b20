package dev.confab.client.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Builds relative request paths with every segment and value percent-encoded. */
final class ApiPath {
    private final StringBuilder path;
    private char separator = '?';

    private ApiPath(String root) {
        path = new StringBuilder(root);
    }

    /** {@code root} is taken as it is; {@code segments} are data. */
    static ApiPath of(String root, String... segments) {
        ApiPath result = new ApiPath(root);
        for (String segment : segments) {
            result.path.append('/').append(encode(segment));
        }
        return result;
    }

    /** Appends a fixed part of the path. */
    ApiPath then(String fixed) {
        path.append('/').append(fixed);
        return this;
    }

    /** Appends data as a segment. */
    ApiPath segment(String data) {
        path.append('/').append(encode(data));
        return this;
    }

    /** Appends a query parameter unless the value is null. */
    ApiPath query(String name, @Nullable Object value) {
        if (value != null) {
            path.append(separator).append(name).append('=').append(encode(value.toString()));
            separator = '&';
        }
        return this;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static String encode(String data) {
        return URLEncoder.encode(data, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
