package dev.confab.task.image;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.webp.WebpMetadataReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import dev.confab.common.image.ImageFormat;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How stored pixels have to be turned, as cameras write it into EXIF: 1 is upright, 2 to 8 are the other seven ways. */
final class ImageOrientation {
    static final int UPRIGHT = 1;

    private static final Logger LOG = Logger.getLogger(ImageOrientation.class);
    private static final int LAST = 8;
    /** From here on width and height change places. */
    private static final int FIRST_ON_ITS_SIDE = 5;

    private ImageOrientation() {}

    /** What the file says; upright if it says nothing that can be read. */
    static int of(Path file, ImageFormat format) {
        try {
            Metadata metadata =
                    switch (format) {
                        case JPEG -> JpegMetadataReader.readMetadata(file.toFile(), List.of(new ExifReader()));
                        case WEBP -> WebpMetadataReader.readMetadata(file.toFile());
                        case PNG, GIF -> null;
                    };
            return in(metadata);
        } catch (Exception unreadable) {
            LOG.debugf(unreadable, "The metadata of an image cannot be read");
            return UPRIGHT;
        }
    }

    private static int in(@Nullable Metadata metadata) {
        ExifIFD0Directory directory =
                metadata == null ? null : metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer orientation = directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        return orientation == null || orientation < UPRIGHT || orientation > LAST ? UPRIGHT : orientation;
    }

    static boolean swapsEdges(int orientation) {
        return orientation >= FIRST_ON_ITS_SIDE;
    }

    /** The image as it is to be looked at. */
    static BufferedImage upright(BufferedImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        boolean swaps = swapsEdges(orientation);
        BufferedImage turned = new BufferedImage(swaps ? height : width, swaps ? width : height, image.getType());
        Graphics2D graphics = turned.createGraphics();
        try {
            graphics.drawImage(image, transform(orientation, width, height), null);
        } finally {
            graphics.dispose();
        }
        return turned;
    }

    /** From the place of a stored pixel to where it belongs. */
    private static AffineTransform transform(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }
}
