package dev.confab.chat.attachment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Places in PNG files (PNG 3rd edition): the chunk {@code eXIf}, and texts that hold an XMP packet, Exif data, or a property
 * of its GPS part, as ImageMagick writes them.
 */
final class PngLocation {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int TEXT = typeOf("tEXt");
    private static final int COMPRESSED_TEXT = typeOf("zTXt");
    private static final int INTERNATIONAL_TEXT = typeOf("iTXt");
    private static final int EXIF = typeOf("eXIf");
    private static final int END = typeOf("IEND");
    /** Length and type before the data of a chunk, a check sum behind it. */
    private static final int FRAME = 12;

    private static final int MAX_KEYWORD = 79;
    private static final int BUFFER = 8 * 1024;

    private PngLocation() {}

    static boolean isPng(byte[] beginning) {
        return Arrays.equals(beginning, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    static void remove(RandomAccessFile file) throws IOException {
        long at = SIGNATURE.length;
        while (at + FRAME <= file.length()) {
            file.seek(at);
            int length = file.readInt();
            int type = file.readInt();
            long data = at + 8;
            if (length < 0 || at + FRAME + length > file.length() || type == END) {
                return;
            }
            if (type == EXIF) {
                if (PhotoLocation.cleanExif(file, data, length)) {
                    check(file, at);
                }
            } else if (type == TEXT || type == COMPRESSED_TEXT || type == INTERNATIONAL_TEXT) {
                cleanText(file, at, length);
            }
            at = data + length + 4;
        }
    }

    /** Makes a text that may tell the place a plain one of spaces, whatever it was before. */
    private static void cleanText(RandomAccessFile file, long chunk, int length) throws IOException {
        byte[] beginning = new byte[Math.min(length, MAX_KEYWORD + 1)];
        file.readFully(beginning);
        int end = 0;
        while (end < beginning.length && beginning[end] != 0) {
            end++;
        }
        if (end == beginning.length || !mayTell(new String(beginning, 0, end, StandardCharsets.ISO_8859_1))) {
            return;
        }
        file.seek(chunk + 4);
        file.writeInt(TEXT);
        PhotoLocation.fill(file, chunk + 8 + end + 1, length - end - 1L, (byte) ' ');
        check(file, chunk);
    }

    private static boolean mayTell(String keyword) {
        String name = keyword.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "xml:com.adobe.xmp", "raw profile type exif", "raw profile type app1", "raw profile type xmp" -> true;
            default -> name.contains("gps");
        };
    }

    /** Writes the check sum of a chunk that was changed. */
    private static void check(RandomAccessFile file, long chunk) throws IOException {
        file.seek(chunk);
        long left = 4L + file.readInt();
        CRC32 sum = new CRC32();
        byte[] buffer = new byte[BUFFER];
        while (left > 0) {
            int count = (int) Math.min(left, buffer.length);
            file.readFully(buffer, 0, count);
            sum.update(buffer, 0, count);
            left -= count;
        }
        file.writeInt((int) sum.getValue());
    }

    private static int typeOf(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1)).getInt();
    }
}
