package dev.confab.task.image;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is made of uploaded images. */
@ConfigMapping(prefix = "confab.images")
public interface ImageConfig {
    /** Images of more pixels are not decoded; a third of that for WebP, whose reader decodes them whole. */
    @WithDefault("50000000")
    long maxPixels();

    /** Of larger images only so many pixels are decoded, evenly spread: what an image costs in memory, times four bytes. */
    @WithDefault("16000000")
    long maxDecodedPixels();

    /** The longest edge of the variant `small`, in pixels. */
    @WithDefault("160")
    int small();

    /** The longest edge of the variant `medium`. */
    @WithDefault("480")
    int medium();

    /** The longest edge of the variant `large`. */
    @WithDefault("1280")
    int large();

    /** The longest edge of the variant `optimized`. */
    @WithDefault("1920")
    int optimized();

    /** The quality of variants that are JPEGs, from 1 to 100. */
    @WithDefault("82")
    int quality();

    /** How long one step may take. */
    @WithDefault("60s")
    Duration timeout();

    /** How often a step that failed is run again. */
    @WithDefault("3")
    int maxRetries();

    /** How long a step waits before its first retry. */
    @WithDefault("10s")
    Duration retryDelay();
}
