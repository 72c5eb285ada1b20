package dev.confab.common.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;

/** The store that is set. */
@ApplicationScoped
class StorageProducer {
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
