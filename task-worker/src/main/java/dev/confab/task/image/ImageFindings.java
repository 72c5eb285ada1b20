package dev.confab.task.image;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of an image after a step.
 *
 * @param width of the original as it is to be looked at
 * @param height of the original as it is to be looked at
 * @param orientation how the stored pixels have to be turned, 1 to 8 as in EXIF
 * @param variants what has been made of it, by name
 */
public record ImageFindings(int width, int height, int orientation, Map<String, ImageVariant> variants) {
    public ImageFindings {
        variants = variants == null ? Map.of() : Map.copyOf(variants);
    }

    ImageFindings with(Map<String, ImageVariant> more) {
        Map<String, ImageVariant> all = new TreeMap<>(variants);
        all.putAll(more);
        return new ImageFindings(width, height, orientation, all);
    }
}
