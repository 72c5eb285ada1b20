package dev.confab.chat.lobby;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Where a page of the lobby ended: the activity and id of its last room. Opaque to clients. The next page begins
 * behind it whatever happens to that room in between. The checksum tells a damaged cursor from a whole one; it is no
 * protection against forgery, and none is needed: a forged cursor only skips rooms.
 */
record LobbyCursor(Instant activeAt, UUID id) {

    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + 8 + 16 + 4;

    /** Year 10000; a cursor beyond is none of ours, and the database's time ends somewhere after it. */
    private static final long MAX_MICROS = 253_402_300_800_000_000L;

    String encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        bytes.put(VERSION)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, activeAt))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        bytes.putInt(checksum(bytes));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** Empty for everything that {@link #encoded} does not produce. */
    static Optional<LobbyCursor> decode(String text) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.remaining() != LENGTH || bytes.get() != VERSION) {
            return Optional.empty();
        }
        long micros = bytes.getLong();
        UUID id = new UUID(bytes.getLong(), bytes.getLong());
        int expected = checksum(bytes);
        if (bytes.getInt() != expected || micros < 0 || micros >= MAX_MICROS) {
            return Optional.empty();
        }
        LobbyCursor cursor = new LobbyCursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), id);
        // Base64 has several spellings of the same bytes.
        return cursor.encoded().equals(text) ? Optional.of(cursor) : Optional.empty();
    }

    /** Over everything before the buffer's position. */
    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().flip());
        return (int) crc.getValue();
    }
}
