package dev.confab.notification.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids that follow from what they stand for. Time and counter are those of the id that they derive from, so they sort like
 * their origins; the rest is a digest. The same origin and distinction always give the same id: on another node, after a
 * repetition, in a database that was filled again.
 */
public final class DerivedId {
    private static final int DIGEST_BITS = 62;

    private DerivedId() {}

    /** An id of version 7 for one of the things that follow from {@code origin}, itself an id of version 7. */
    public static UUID of(UUID origin, String distinction) {
        ByteBuffer input = ByteBuffer.allocate(16)
                .putLong(origin.getMostSignificantBits())
                .putLong(origin.getLeastSignificantBits());
        MessageDigest digest = sha256();
        digest.update(input.array());
        long bits = ByteBuffer.wrap(digest.digest(distinction.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return new UUID(origin.getMostSignificantBits(), (bits >>> (64 - DIGEST_BITS)) | Long.MIN_VALUE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
