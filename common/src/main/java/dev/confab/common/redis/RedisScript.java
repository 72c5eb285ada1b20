package dev.confab.common.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script, called by its digest so that its text travels once per Redis server.
 *
 * <p>All keys of one call must share a hash tag, so that the script runs on a Redis Cluster too.
 */
public record RedisScript(String source, String sha) {

    /** A script with the digest that Redis computes for it. */
    public static RedisScript of(String source) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
            return new RedisScript(source, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
