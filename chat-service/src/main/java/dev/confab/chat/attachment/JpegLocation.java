package dev.confab.chat.attachment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Places in JPEG files (ISO/IEC 10918-1): segments with Exif data or XMP packets. */
final class JpegLocation {

    private static final byte[] XMP = "http://ns.adobe.com/x".getBytes(StandardCharsets.ISO_8859_1);
    private static final int START_OF_IMAGE = 0xFFD8;
    private static final int START_OF_SCAN = 0xFFDA;
    private static final int APP1 = 0xFFE1;
    private static final int FILL = 0xFFFF;

    private JpegLocation() {}

    static boolean isJpeg(byte[] beginning) {
        return (beginning[0] & 0xFF) == START_OF_IMAGE >> 8 && (beginning[1] & 0xFF) == (START_OF_IMAGE & 0xFF);
    }

    static void remove(RandomAccessFile file) throws IOException {
        file.seek(2);
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

    /** False if nothing had to be changed. */
    private static boolean clean(byte[] segment) {
        if (segment.length >= XMP.length && Arrays.equals(segment, 0, XMP.length, XMP, 0, XMP.length)) {
            int end = XMP.length;
            while (end < segment.length && segment[end] != 0) {
                end++;
            }
            Arrays.fill(segment, Math.min(end + 1, segment.length), segment.length, (byte) ' ');
            return true;
        }
        return ExifLocation.isExif(segment) && ExifLocation.clean(segment);
    }
}
