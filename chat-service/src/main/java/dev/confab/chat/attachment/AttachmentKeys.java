package dev.confab.chat.attachment;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the objects of an attachment lie: {@code attachments/<last two digits of the id>/<id>/<variant>}. The two digits
 * divide the objects evenly, so that each part can be listed whole.
 */
final class AttachmentKeys {

    static final String ORIGINAL = "original";
    static final List<String> VARIANTS = List.of("optimized", "small", "medium", "large");

    private static final String ROOT = "attachments/";
    private static final int SHARDS = 256;
    private static final int SHARD_DIGITS = 2;
    private static final int PARTS = 4;

    private AttachmentKeys() {}

    /** The part before the variant, with the slash. */
    static String folder(UUID id) {
        String text = id.toString();
        return ROOT + text.substring(text.length() - SHARD_DIGITS) + '/' + text + '/';
    }

    static String key(UUID id, String variant) {
        return folder(id) + variant;
    }

    /** The folders that hold everything. */
    static List<String> shards() {
        return IntStream.range(0, SHARDS)
                .mapToObj("%02x"::formatted)
                .map(shard -> ROOT + shard)
                .toList();
    }

    /** Whose object this is; empty if it is none of ours. */
    static Optional<UUID> ownerOf(String key) {
        String[] parts = key.split("/", -1);
        return parts.length == PARTS ? Optional.ofNullable(uuid(parts[2])) : Optional.empty();
    }

    static @Nullable UUID uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException none) {
            return null;
        }
    }
}
