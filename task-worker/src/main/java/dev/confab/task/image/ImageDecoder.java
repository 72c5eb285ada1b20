package dev.confab.task.image;

import dev.confab.common.image.ImageFormat;
import dev.confab.common.image.ImageSize;
import dev.confab.task.handler.PermanentFailureException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageReadParam;

/** Reads images that strangers made, within a bound of memory. */
@ApplicationScoped
class ImageDecoder {
    private static final int WHOLE_IS_DEARER = 3;

    private final ImageConfig config;

    @Inject
    ImageDecoder(ImageConfig config) {
        this.config = config;
    }

    ImageFormat format(ImagePayload payload) throws PermanentFailureException {
        return ImageFormat.of(payload.contentType())
                .orElseThrow(() -> new PermanentFailureException(
                        "image_unreadable", "Images of the type " + payload.contentType() + " are not processed."));
    }

    /** How large the image claims to be, if that is not too large; before anything of it is decoded. */
    ImageSize size(Path file, ImageFormat format) throws PermanentFailureException {
        ImageSize size;
        try {
            size = format.size(file);
        } catch (IOException invalid) {
            throw unreadable(invalid);
        }
        long most = format == ImageFormat.WEBP ? config.maxPixels() / WHOLE_IS_DEARER : config.maxPixels();
        if (size.pixels() > most) {
            throw new PermanentFailureException(
                    "image_too_large",
                    "The image has " + size.width() + " x " + size.height() + " pixels; at most " + most
                            + " are allowed.");
        }
        return size;
    }

    /** The image, or every n-th pixel of every n-th row of a large one. Checks its size again. */
    BufferedImage decode(Path file, ImageFormat format) throws PermanentFailureException {
        ImageSize size = size(file, format);
        int step = 1;
        while (size.pixels() / ((long) step * step) > config.maxDecodedPixels()) {
            step++;
        }
        int every = step;
        try {
            return format.read(file, reader -> {
                ImageReadParam how = reader.getDefaultReadParam();
                how.setSourceSubsampling(every, every, 0, 0);
                return reader.read(0, how);
            });
        } catch (IOException invalid) {
            throw unreadable(invalid);
        }
    }

    private static PermanentFailureException unreadable(IOException invalid) {
        return new PermanentFailureException("image_unreadable", "The image cannot be read.", invalid);
    }
}
