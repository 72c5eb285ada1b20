package dev.confab.chat.auth;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the keys that sign access tokens: from files where the operator gives some, otherwise generated at the first
 * start and shared through the database. Nodes that start together agree on one key.
 */
@ApplicationScoped
class SigningKeyService {
    private static final Logger LOG = Logger.getLogger(SigningKeyService.class);
    /** A verifier's clock may be behind by this much. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final SigningKeyRepository stored;
    private final AuthConfig config;
    private final InstantSource clock;
    private volatile @Nullable KeySet keys;

    SigningKeyService(SigningKeyRepository stored, AuthConfig config, InstantSource clock) {
        this.stored = stored;
        this.config = config;
        this.clock = clock;
    }

    KeySet keys() {
        KeySet present = keys;
        if (present == null) {
            throw new IllegalStateException("The signing keys are not loaded yet");
        }
        return present;
    }

    void load(@Observes @Nullable StartupEvent event) {
        keys = new KeySet(load(), config.issuer());
    }

    /** Notices keys that another node has made, and makes one when it is time. */
    @Scheduled(every = "1M", delayed = "1M", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void refresh() {
        if (config.signingKeys().files().isEmpty()) {
            keys = new KeySet(load(), config.issuer());
        }
    }

    private List<SigningKey> load() {
        List<Path> files = config.signingKeys().files().orElse(List.of());
        return files.isEmpty() ? QuarkusTransaction.requiringNew().call(this::loadStored) : readFiles(files);
    }

    private List<SigningKey> loadStored() {
        Instant now = clock.instant();
        List<StoredSigningKey> rows = stored.oldestFirst();
        if (rows.isEmpty() || isRotationDue(rows.getLast(), now)) {
            stored.lockAll();
            rows = stored.oldestFirst();
            if (rows.isEmpty()) {
                rows = List.of(add(now, now));
            } else if (isRotationDue(rows.getLast(), now)) {
                rows = new ArrayList<>(rows);
                rows.add(add(now, now.plus(config.signingKeys().announce())));
            }
        }
        return deleteOutlived(rows, now).stream().map(SigningKeyService::decode).toList();
    }

    private boolean isRotationDue(StoredSigningKey newest, Instant now) {
        return config.signingKeys()
                .rotateAfter()
                .map(age -> !newest.activeFrom.plus(age).isAfter(now))
                .orElse(false);
    }

    private StoredSigningKey add(Instant now, Instant activeFrom) {
        SigningKey key = SigningKey.generate(activeFrom);
        StoredSigningKey row = new StoredSigningKey();
        row.kid = key.kid();
        row.privateKey = key.toPem();
        row.createdAt = now;
        row.activeFrom = activeFrom;
        stored.persist(row);
        LOG.infof("Generated the signing key %s, which signs from %s", row.kid, activeFrom);
        return row;
    }

    /** A key goes when the last token that it can have signed has expired everywhere. */
    private List<StoredSigningKey> deleteOutlived(List<StoredSigningKey> rows, Instant now) {
        List<StoredSigningKey> kept = new ArrayList<>(rows);
        while (kept.size() > 1
                && kept.get(1)
                        .activeFrom
                        .plus(config.accessTokenLifetime())
                        .plus(MARGIN)
                        .isBefore(now)) {
            stored.delete(kept.removeFirst());
        }
        return kept;
    }

    private static SigningKey decode(StoredSigningKey row) {
        try {
            return SigningKey.ofPem(row.privateKey, row.activeFrom);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The stored signing key " + row.kid + " cannot be read", e);
        }
    }

    /** The first file signs, so it has to be the newest of the set. */
    private static List<SigningKey> readFiles(List<Path> files) {
        List<SigningKey> keys = new ArrayList<>();
        for (Path file : files) {
            try {
                keys.addFirst(SigningKey.ofPem(Files.readString(file), Instant.EPOCH));
            } catch (IOException | GeneralSecurityException e) {
                // The cause is left out: parsers like to quote what they could not read.
                throw new IllegalStateException("confab.auth.signing-keys.files: " + file
                        + " is not a readable RSA private key (PKCS#8, PEM, " + "2048 bits or more)");
            }
        }
        return keys;
    }
}
