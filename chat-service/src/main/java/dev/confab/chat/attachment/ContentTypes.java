package dev.confab.chat.attachment;

import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import jakarta.inject.Singleton;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/** Tells what a file is by its content, and refuses what claims to be something else. */
@Singleton
class ContentTypes {

    /** What a browser would run if it came from our address and were shown. */
    private static final Set<String> ACTIVE =
            Set.of("text/html", "application/xhtml+xml", "image/svg+xml", "application/javascript", "text/javascript");

    private static final String SVG = "image/svg+xml";

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();
    private final List<String> allowed;
    private final List<String> refused;

    ContentTypes(AttachmentsConfig config) {
        allowed = config.allowedTypes();
        refused = config.refusedTypes().orElse(List.of());
    }

    /**
     * The type of a file. Its name only decides among types that the content has in common, such as text or archives.
     *
     * @param declared what the client says, if it does
     * @throws ConfabException {@code attachment_type_mismatch} when name or client claim an image and it is none, or when
     *     something that browsers run is disguised; {@code attachment_type_refused}
     */
    String detect(Path file, String name, @Nullable String declared) throws IOException {
        String actual;
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            actual = base(types.detect(content, named(name)));
        }
        String byName = base(types.detect(null, named(name)));
        if (claimsImage(byName) || (declared != null && claimsImage(base(MediaType.parse(declared))))) {
            if (!claimsImage(actual)) {
                throw new ConfabException(
                        ErrorCode.ATTACHMENT_TYPE_MISMATCH, "The file is no image, it is " + actual + ".");
            }
        } else if (ACTIVE.contains(actual)
                && !byName.equals(actual)
                && !byName.equals(MediaType.OCTET_STREAM.toString())
                && !byName.equals(MediaType.TEXT_PLAIN.toString())) {
            throw new ConfabException(
                    ErrorCode.ATTACHMENT_TYPE_MISMATCH, "The file is not what its name says, it is " + actual + ".");
        }
        if (!matches(actual, allowed) || matches(actual, refused)) {
            throw new ConfabException(
                    ErrorCode.ATTACHMENT_TYPE_REFUSED, "Files of the type " + actual + " are not accepted here.");
        }
        return actual;
    }

    private static Metadata named(String name) {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        return metadata;
    }

    private static String base(@Nullable MediaType type) {
        return type == null
                ? MediaType.OCTET_STREAM.toString()
                : type.getBaseType().toString();
    }

    private static boolean claimsImage(String type) {
        return type.startsWith("image/") && !type.equals(SVG);
    }

    private static boolean matches(String type, List<String> patterns) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.equals("*/*")
                        || pattern.equals(type)
                        || (pattern.endsWith("/*") && type.startsWith(pattern.substring(0, pattern.length() - 1))));
    }
}
