package dev.confab.common.image;

/** Width and height in pixels. */
public record ImageSize(int width, int height) {
    public ImageSize {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("an image has pixels, not " + width + " x " + height);
        }
    }

    public long pixels() {
        return (long) width * height;
    }
}
