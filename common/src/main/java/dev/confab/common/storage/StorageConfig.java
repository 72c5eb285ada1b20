package dev.confab.common.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where files are kept. The same for chat-service and task-worker, on all nodes. */
@ConfigMapping(prefix = "confab.storage")
public interface StorageConfig {
    /** `file`: a directory that all nodes share; `s3`: a store that speaks S3. */
    @WithDefault("file")
    Type type();

    /** The directory of `file`; made if it is missing. */
    @WithDefault("/var/lib/confab/files")
    Path directory();

    /** The store of `s3`. */
    S3 s3();

    /** The kinds of stores. */
    enum Type {
        FILE,
        S3
    }

    /** A store that speaks S3. */
    interface S3 {
        /** The bucket, which is there already; needed for `s3`. */
        Optional<String> bucket();

        /** The address of a store that is not Amazon's. */
        Optional<URI> endpoint();

        /** The region, which most other stores ignore. */
        @WithDefault("us-east-1")
        String region();

        /** The access key; without one, what the environment offers is taken: variables, profiles, roles of the machine. */
        Optional<String> accessKey();

        /** The secret of the access key. */
        Optional<String> secretKey();

        /** Whether the bucket is part of the path and not of the host name; most stores but Amazon's need it. */
        @WithDefault("true")
        boolean pathStyle();

        /** How long an answer may take before the call is repeated or given up. */
        @WithDefault("30s")
        @DurationMin(millis = 1)
        Duration timeout();
    }
}
