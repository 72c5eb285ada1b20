package dev.confab.chat.attachment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The GPS part of Exif data: a directory of a TIFF structure (CIPA DC-008, TIFF 6.0). */
final class ExifLocation {

    /** How Exif data begins in a JPEG file. Elsewhere it should begin with the TIFF structure, and not every program knows. */
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final int TIFF_MAGIC = 42;
    private static final int GPS_DIRECTORY = 0x8825;
    private static final int ENTRY = 12;
    /** By the number of the type. */
    private static final int[] TYPE_SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    private ExifLocation() {}

    static boolean isExif(byte[] data) {
        return data.length >= EXIF.length && Arrays.equals(data, 0, EXIF.length, EXIF, 0, EXIF.length);
    }

    /**
     * Takes it out of Exif data with or without the prefix; the size and the rest stay as they are.
     *
     * @return false if nothing had to be changed
     */
    static boolean clean(byte[] data) {
        int start = isExif(data) ? EXIF.length : 0;
        ByteBuffer tiff = ByteBuffer.wrap(data, start, data.length - start).slice();
        try {
            return cleanDirectory(tiff);
        } catch (IndexOutOfBoundsException | IllegalArgumentException broken) {
            return true;
        }
    }

    private static boolean cleanDirectory(ByteBuffer tiff) {
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
        long left = tiff.capacity();
        for (int number = 0; number < entries; number++) {
            int entry = directory + 2 + number * ENTRY;
            int type = Short.toUnsignedInt(tiff.getShort(entry + 2));
            long size = type < TYPE_SIZES.length ? (long) TYPE_SIZES[type] * tiff.getInt(entry + 4) : 0;
            if (size > 4 && size < left) {
                // Values do not overlap; those of a bomb do.
                left -= size;
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
