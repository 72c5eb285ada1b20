package dev.confab.common.storage;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

/** The store that is set; a service whose settings do not name one does not start. */
@ApplicationScoped
class StorageProducer {
    @Startup
    @Produces
    @ApplicationScoped
    ObjectStorage storage(StorageConfig config) {
        return switch (config.type()) {
            case FILE -> new FileStorage(config.directory());
            case S3 -> new S3Storage(config.s3());
        };
    }

    void close(@Disposes ObjectStorage storage) {
        storage.close();
    }
}
