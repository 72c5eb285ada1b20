package dev.confab.common.signin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret of 256 random bits that a client presents as it is, such as a session cookie. Only its hash is stored, so
 * that whoever reads the database cannot present it. It is never written to a log: {@link #toString()} hides it.
 */
public final class OpaqueToken {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 128;

    private final String value;

    private OpaqueToken(String value) {
        this.value = value;
    }

    /** A new secret. */
    public static OpaqueToken generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new OpaqueToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What a client presented; anything too long is cut, which makes it no token of ours. */
    public static OpaqueToken presented(String value) {
        return new OpaqueToken(value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value);
    }

    /** The secret itself, to be handed to its owner. */
    public String value() {
        return value;
    }

    /** What is stored. The secret has full entropy, so a plain hash is enough. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest.digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A value that only the bearer of this secret and we can know, and that does not tell the secret: the CSRF token
     * of a session.
     */
    public String derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(value.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares in constant time. */
    public boolean derives(String purpose, String presented) {
        return MessageDigest.isEqual(
                derive(purpose).getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "OpaqueToken";
    }
}
