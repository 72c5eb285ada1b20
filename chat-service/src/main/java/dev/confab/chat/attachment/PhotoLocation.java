package dev.confab.chat.attachment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where a photograph was taken, as cameras and programs write it into JPEG, PNG, WebP and HEIF files: the GPS part of their
 * Exif data, and XMP packets, which may repeat it. It is overwritten where it stands, so the file keeps its size and all else:
 * the picture, its orientation, its colours. Of a file no more than a buffer is in memory.
 */
final class PhotoLocation {

    /** Enough to tell the formats apart. */
    private static final int BEGINNING = 12;

    /** More Exif data than a camera writes is not looked through, but erased. */
    private static final int MOST_EXIF = 1024 * 1024;

    private static final int BUFFER = 8 * 1024;

    private PhotoLocation() {}

    /**
     * Takes it out of a file of these formats. From where a file is not built as it should be, it is left as it is: those
     * who read images find nothing behind that either.
     */
    static void remove(Path image) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            if (file.length() < BEGINNING) {
                return;
            }
            byte[] beginning = new byte[BEGINNING];
            file.readFully(beginning);
            if (JpegLocation.isJpeg(beginning)) {
                JpegLocation.remove(file);
            } else if (PngLocation.isPng(beginning)) {
                PngLocation.remove(file);
            } else if (WebpLocation.isWebp(beginning)) {
                WebpLocation.remove(file);
            } else if (HeifLocation.isHeif(beginning)) {
                HeifLocation.remove(file);
            }
        }
    }

    /** Cleans Exif data that fills a part of a file. False if nothing had to be changed. */
    static boolean cleanExif(RandomAccessFile file, long start, long length) throws IOException {
        if (length > MOST_EXIF) {
            fill(file, start, length, (byte) 0);
            return true;
        }
        byte[] data = new byte[(int) length];
        file.seek(start);
        file.readFully(data);
        if (!ExifLocation.clean(data)) {
            return false;
        }
        file.seek(start);
        file.write(data);
        return true;
    }

    /** Overwrites a part of a file. */
    static void fill(RandomAccessFile file, long start, long length, byte with) throws IOException {
        byte[] buffer = new byte[(int) Math.min(BUFFER, length)];
        Arrays.fill(buffer, with);
        file.seek(start);
        for (long left = length; left > 0; left -= buffer.length) {
            file.write(buffer, 0, (int) Math.min(left, buffer.length));
        }
    }
}
