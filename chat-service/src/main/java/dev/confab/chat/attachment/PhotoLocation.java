package dev.confab.chat.attachment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where a photograph was taken, as cameras write it into JPEG files: the GPS part of their Exif data, and XMP packets, which
 * may repeat it. Taking it out changes no other byte: not the picture, not its orientation, not the size of the file.
 *
 * <p>Formats: CIPA DC-008 (Exif 2.32), ISO/IEC 10918-1 (segments), TIFF 6.0 (directories).
 */
final class PhotoLocation {

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] XMP = "http://ns.adobe.com/x".getBytes(StandardCharsets.ISO_8859_1);
    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int START_OF_SCAN = 0xFFDA;
    private static final int APP1 = 0xFFE1;
    private static final int FILL = 0xFFFF;
    private static final int TIFF_MAGIC = 42;
    private static final int GPS_DIRECTORY = 0x8825;
    private static final int ENTRY = 12;
    /** By the number of the type. */
    private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private PhotoLocation() {}

    /** Takes it out of a JPEG file. What is not built as it should be is left as it is: nobody finds a place in it either. */
    static void remove(Path jpeg) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(jpeg.toFile(), "rw")) {
            if (file.length() < 4 || file.readUnsignedShort() != START_OF_IMAGE) {
                return;
            }
            while (file.getFilePointer() + 4 <= file.length()) {
                int marker = file.readUnsignedShort();
                if (marker == FILL) {
                    file.seek(file.getFilePointer() - 1);
                    continue;
                }
                int length = file.readUnsignedShort() - 2;
                long start = file.getFilePointer();
                if (marker >> 8 != 0xFF || marker == START_OF_SCAN || length < 0 || start + length > file.length()) {
                    return;
                }
                if (marker == APP1) {
                    byte[] segment = new byte[length];
                    file.readFully(segment);
                    if (clean(segment)) {
                        file.seek(start);
                        file.write(segment);
                    }
                }
                file.seek(start + length);
            }
        }
    }

    /** False if nothing had to be changed. */
    private static boolean clean(byte[] segment) {
        if (startsWith(segment, XMP)) {
            int end = XMP.length;
            while (end < segment.length && segment[end] != 0) {
                end++;
            }
            Arrays.fill(segment, Math.min(end + 1, segment.length), segment.length, (byte) ' ');
            return true;
        }
        if (!startsWith(segment, EXIF)) {
            return false;
        }
        ByteBuffer tiff = ByteBuffer.wrap(segment, EXIF.length, segment.length - EXIF.length)
                .slice();
        try {
            return cleanTiff(tiff);
        } catch (IndexOutOfBoundsException | IllegalArgumentException broken) {
            return true;
        }
    }

    private static boolean startsWith(byte[] segment, byte[] what) {
        return segment.length >= what.length && Arrays.equals(segment, 0, what.length, what, 0, what.length);
    }

    private static boolean cleanTiff(ByteBuffer tiff) {
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (tiff.getShort(2) != TIFF_MAGIC) {
            return false;
        }
        int directory = tiff.getInt(4);
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int number = 0; number < entries; number++) {
            int entry = directory + 2 + number * ENTRY;
            if (Short.toUnsignedInt(tiff.getShort(entry)) == GPS_DIRECTORY) {
                int gps = tiff.getInt(entry + 8);
                // Out of the list of directories first, so that what follows cannot leave half of it behind.
                int end = directory + 2 + entries * ENTRY + 4;
                for (int at = entry; at + ENTRY < end; at++) {
                    tiff.put(at, tiff.get(at + ENTRY));
                }
                erase(tiff, end - ENTRY, ENTRY);
                tiff.putShort(directory, (short) (entries - 1));
                eraseDirectory(tiff, gps);
                return true;
            }
        }
        return false;
    }

    private static void eraseDirectory(ByteBuffer tiff, int directory) {
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int number = 0; number < entries; number++) {
            int entry = directory + 2 + number * ENTRY;
            int type = Short.toUnsignedInt(tiff.getShort(entry + 2));
            long size = type < TYPE_SIZES.length ? (long) TYPE_SIZES[type] * tiff.getInt(entry + 4) : 0;
            if (size > 4 && size < tiff.capacity()) {
                erase(tiff, tiff.getInt(entry + 8), (int) size);
            }
            erase(tiff, entry, ENTRY);
        }
        erase(tiff, directory, 2);
    }

    private static void erase(ByteBuffer tiff, int from, int length) {
        for (int at = from; at < from + length; at++) {
            tiff.put(at, (byte) 0);
        }
    }
}
