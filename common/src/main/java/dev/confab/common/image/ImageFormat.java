package dev.confab.common.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** The formats of images that are processed here; all others are files like any other. */
public enum ImageFormat {
    JPEG("image/jpeg"),
    PNG("image/png"),
    GIF("image/gif"),
    WEBP("image/webp");

    static {
        // Nothing is shown on a screen, and readers get files, so that they need no files of their own.
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ImageFormat.class.getClassLoader());
        try {
            ImageIO.scanForPlugins();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private final String contentType;

    ImageFormat(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    public static Optional<ImageFormat> of(String contentType) {
        return Arrays.stream(values())
                .filter(format -> format.contentType.equals(contentType))
                .findFirst();
    }

    /** How large an image claims to be: its header is read, no pixel is decoded. Fails if it has no such header. */
    public ImageSize size(Path file) throws IOException {
        return read(file, reader -> new ImageSize(reader.getWidth(0), reader.getHeight(0)));
    }

    /** What is done with a reader. */
    @FunctionalInterface
    public interface Reading<T> {
        T apply(ImageReader reader) throws IOException;
    }

    /**
     * Lends a reader of this format that stands at the beginning of the file. Whatever a reader finds wrong with the file
     * is an IOException.
     */
    public <T> T read(Path file, Reading<T> reading) throws IOException {
        ImageReader reader = newReader();
        try (FileImageInputStream input = new FileImageInputStream(file.toFile())) {
            // Metadata is skipped: compressed texts in it may be bombs as well.
            reader.setInput(input, true, true);
            return reading.apply(reader);
        } catch (RuntimeException confused) {
            throw new IIOException("not a valid " + name() + ": " + confused.getMessage(), confused);
        } finally {
            reader.dispose();
        }
    }

    private ImageReader newReader() {
        ImageReader found = null;
        for (Iterator<ImageReader> all = ImageIO.getImageReadersByMIMEType(contentType); all.hasNext(); ) {
            ImageReader next = all.next();
            if (found == null || next.getClass().getName().startsWith("com.twelvemonkeys.")) {
                found = next;
            }
        }
        if (found == null) {
            throw new IllegalStateException("nothing here reads " + contentType);
        }
        return found;
    }
}
