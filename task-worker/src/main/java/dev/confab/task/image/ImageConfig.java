package dev.confab.task.image;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What is made of uploaded images. */
@ConfigMapping(prefix = "confab.images")
public interface ImageConfig {
    /** Images of more pixels are not decoded; a third of that for WebP, whose reader decodes them whole. */
    @WithDefault("50000000")
    @Min(1)
    long maxPixels();

    /** Of larger images only so many pixels are decoded, evenly spread: what an image costs in memory, times four bytes. */
    @WithDefault("16000000")
    @Min(1)
    long maxDecodedPixels();

    /** The longest edge of the variant `small`, in pixels. */
    @WithDefault("160")
    @Min(1)
    int small();

    /** The longest edge of the variant `medium`. */
    @WithDefault("480")
    @Min(1)
    int medium();

    /** The longest edge of the variant `large`. */
    @WithDefault("1280")
    @Min(1)
    int large();

    /** The longest edge of the variant `optimized`. */
    @WithDefault("1920")
    @Min(1)
    int optimized();

    /** The quality of variants that are JPEGs, from 1 to 100. */
    @WithDefault("82")
    @Min(1)
    @Max(100)
    int quality();

    /** How long one step may take. */
    @WithDefault("60s")
    @DurationMin(millis = 1)
    Duration timeout();

    /** How often a step that failed is run again. */
    @WithDefault("3")
    @Min(0)
    int maxRetries();

    /** How often a step is run again that does not reach the storage, besides: with the default for about a day. */
    @WithDefault("150")
    @Min(0)
    int storageRetries();

    /** How long a step waits before its first retry; twice as long before each further one, ten minutes at most. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration retryDelay();
}
