package dev.confab.chat.attachment;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Files that people upload to rooms. Where they are kept is in `confab.storage`. */
@ConfigMapping(prefix = "confab.attachments")
public interface AttachmentsConfig {

    /** The largest file that is accepted. */
    @WithDefault("25M")
    MemorySize maxSize();

    /** How much space the files of one person may take as they were uploaded, in all rooms together; absent: any. */
    Optional<MemorySize> quotaPerUser();

    /** How much space the files of one room may take as they were uploaded; absent: any. */
    Optional<MemorySize> quotaPerRoom();

    /** Images of more pixels are refused, a third of that for WebP; as `confab.images.max-pixels` of task-worker. */
    @WithDefault("50000000")
    @Min(1)
    long maxPixels();

    /** How many files a message can have. */
    @WithDefault("10")
    @Min(0)
    int perMessage();

    /** The types of content that are accepted, such as `image/*,application/pdf`. */
    @WithDefault("*/*")
    List<String> allowedTypes();

    /** The types of content that are refused although they are allowed; programs, unless it is set. */
    @WithDefault("application/x-msdownload,application/x-dosexec,application/x-executable,application/x-sharedlib,"
            + "application/x-elf,application/x-mach-o-executable,application/x-ms-installer,application/java-vm")
    Optional<List<String>> refusedTypes();

    /** How many files a user may upload within `rate-period`, on all nodes together. */
    @WithDefault("30")
    @Min(1)
    int rateLimit();

    /** The period of `rate-limit`. */
    @WithDefault("1m")
    @DurationMin(millis = 1)
    Duration ratePeriod();

    /** How many uploads a node takes at a time. */
    @WithDefault("32")
    @Min(1)
    int concurrentUploads();

    /** How many of them may be of one user. */
    @WithDefault("8")
    @Min(1)
    int concurrentUploadsPerUser();

    /** How long an upload may take. */
    @WithDefault("10m")
    @DurationMin(millis = 1)
    Duration uploadTimeout();

    /** How long a file that was uploaded and not sent is kept. */
    @WithDefault("24h")
    Duration unsentLifetime();

    /** How long it may take until an image is processed; then it is shown as a file. */
    @WithDefault("1h")
    @DurationMin(millis = 1)
    Duration processingTimeout();

    /** How often each node looks for files that nobody can reach any more: unsent ones, those of deleted messages. */
    @WithDefault("10m")
    @DurationMin(millis = 1)
    Duration sweepInterval();

    /** How often one node compares the whole storage with the database, for what crashes have left in it. */
    @WithDefault("24h")
    @DurationMin(millis = 1)
    Duration compareInterval();
}
