package dev.confab.chat.attachment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

/** Places in WebP files (RFC 9649): the chunks {@code EXIF} and {@code XMP}. They stay, so the flags in {@code VP8X} stay true. */
final class WebpLocation {

    private static final int NAME = 4;
    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;

    private WebpLocation() {}

    static boolean isWebp(byte[] beginning) {
        return nameAt(beginning, 0).equals("RIFF") && nameAt(beginning, 8).equals("WEBP");
    }

    static void remove(RandomAccessFile file) throws IOException {
        long at = FIRST_CHUNK;
        byte[] name = new byte[NAME];
        while (at + CHUNK_HEADER <= file.length()) {
            file.seek(at);
            file.readFully(name);
            long length = Integer.toUnsignedLong(Integer.reverseBytes(file.readInt()));
            long data = at + CHUNK_HEADER;
            if (data + length > file.length()) {
                return;
            }
            switch (nameAt(name, 0)) {
                case "EXIF" -> PhotoLocation.cleanExif(file, data, length);
                case "XMP " -> PhotoLocation.fill(file, data, length, (byte) ' ');
                default -> {}
            }
            at = data + length + (length & 1);
        }
    }

    private static String nameAt(byte[] bytes, int from) {
        return new String(bytes, from, NAME, StandardCharsets.ISO_8859_1);
    }
}
