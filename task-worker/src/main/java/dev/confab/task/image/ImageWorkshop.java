package dev.confab.task.image;

import dev.confab.common.image.ImageFormat;
import dev.confab.common.image.ImageSize;
import dev.confab.common.storage.ObjectStorage;
import dev.confab.task.handler.PermanentFailureException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;
import net.coobird.thumbnailator.Thumbnails;

/**
 * Looks at originals and makes variants of them. Variants are upright, in the colours of the web, and hold nothing but
 * pixels: where a photograph was taken, and by what camera, stays in the original. What is transparent somewhere becomes a
 * PNG, all else a JPEG.
 */
@ApplicationScoped
class ImageWorkshop {
    private static final int OPAQUE = 0xff000000;

    private final ObjectStorage storage;
    private final ImageDecoder decoder;
    private final ImageConfig config;

    @Inject
    ImageWorkshop(ObjectStorage storage, ImageDecoder decoder, ImageConfig config) {
        this.storage = storage;
        this.decoder = decoder;
        this.config = config;
    }

    /** Decodes the original once, so that what cannot be read fails here, and tells what it is. */
    ImageFindings look(ImagePayload payload) throws IOException, PermanentFailureException {
        ImageFormat format = decoder.format(payload);
        try (TemporaryFile original = fetch(payload.source())) {
            ImageSize size = decoder.size(original.path(), format);
            var _ = decoder.decode(original.path(), format);
            int orientation = ImageOrientation.of(original.path(), format);
            boolean swaps = ImageOrientation.swapsEdges(orientation);
            return new ImageFindings(
                    swaps ? size.height() : size.width(), swaps ? size.width() : size.height(), orientation, Map.of());
        }
    }

    /** Makes and stores variants, each with its longest edge; none becomes larger than the original. */
    Map<String, ImageVariant> make(ImagePayload payload, Map<String, Integer> edges)
            throws IOException, PermanentFailureException {
        ImageFormat format = decoder.format(payload);
        int orientation = payload.findings().orientation();
        Map<String, ImageVariant> made = new TreeMap<>();
        try (TemporaryFile original = fetch(payload.source())) {
            BufferedImage image = decoder.decode(original.path(), format);
            boolean transparent = isTransparent(image);
            for (Map.Entry<String, Integer> wanted : edges.entrySet()) {
                BufferedImage scaled = scaled(image, wanted.getValue(), transparent);
                BufferedImage upright = ImageOrientation.upright(scaled, orientation);
                made.put(wanted.getKey(), store(payload.target() + wanted.getKey(), upright, transparent));
            }
        }
        return made;
    }

    private static BufferedImage scaled(BufferedImage image, int edge, boolean transparent) throws IOException {
        double scale = Math.min(1.0, (double) edge / Math.max(image.getWidth(), image.getHeight()));
        return Thumbnails.of(image)
                .forceSize(Math.max(1, (int) Math.round(image.getWidth() * scale)), Math.max(1, (int)
                        Math.round(image.getHeight() * scale)))
                .imageType(transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB)
                .asBufferedImage();
    }

    private static boolean isTransparent(BufferedImage image) {
        if (!image.getColorModel().hasAlpha()) {
            return false;
        }
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int pixel : row) {
                if ((pixel & OPAQUE) != OPAQUE) {
                    return true;
                }
            }
        }
        return false;
    }

    private ImageVariant store(String key, BufferedImage image, boolean transparent) throws IOException {
        ImageFormat format = transparent ? ImageFormat.PNG : ImageFormat.JPEG;
        try (TemporaryFile encoded = TemporaryFile.create()) {
            write(image, format, encoded.path());
            long size = Files.size(encoded.path());
            try {
                storage.put(key, encoded.path(), format.contentType());
            } catch (IOException failure) {
                throw new StorageAwayException(failure);
            }
            return new ImageVariant(image.getWidth(), image.getHeight(), size, format.contentType());
        }
    }

    private void write(BufferedImage image, ImageFormat format, Path file) throws IOException {
        ImageWriter writer =
                ImageIO.getImageWritersByMIMEType(format.contentType()).next();
        try (FileImageOutputStream output = new FileImageOutputStream(file.toFile())) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            if (format == ImageFormat.JPEG) {
                how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                how.setCompressionQuality(config.quality() / 100f);
            }
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
    }

    private TemporaryFile fetch(String key) throws IOException, PermanentFailureException {
        TemporaryFile file = TemporaryFile.create();
        try (InputStream content = storage.open(key, 0, Long.MAX_VALUE)) {
            Files.copy(content, file.path(), StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (NoSuchFileException gone) {
            file.close();
            throw new PermanentFailureException("source_missing", "The original is not there any more.", gone);
        } catch (IOException failure) {
            file.close();
            throw new StorageAwayException(failure);
        } catch (RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    /** A file that is deleted in the end. */
    private record TemporaryFile(Path path) implements AutoCloseable {
        static TemporaryFile create() throws IOException {
            return new TemporaryFile(Files.createTempFile("confab-image-", null));
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }
}
