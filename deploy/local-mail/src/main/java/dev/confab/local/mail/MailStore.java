package dev.confab.local.mail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The mails on disk, one file each: the mail as it was sent, with three lines about its envelope in front. When there are
 * more than {@value #MOST} or they are larger than {@link #TOTAL_LIMIT_BYTES} together, the oldest are deleted. Thread-safe.
 */
final class MailStore {
    static final int MAIL_LIMIT_BYTES = 10 * 1024 * 1024;
    static final int MOST = 1000;
    static final long TOTAL_LIMIT_BYTES = 100L * 1024 * 1024;

    private static final String SUFFIX = ".eml";

    private final Path folder;
    private final InstantSource clock;
    private final TreeMap<Long, StoredMail> mails = new TreeMap<>();
    private long totalBytes;
    private long lastId;

    private MailStore(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Goes on with what is in the folder. Files that are no mails of ours are left alone. */
    static MailStore open(Path folder, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        MailStore store = new MailStore(folder, clock);
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().matches("[0-9]{10}\\.eml"))
                    .toList();
        }
        for (Path file : files) {
            long id = Long.parseLong(file.getFileName().toString().replace(SUFFIX, ""));
            byte[] content = Files.readAllBytes(file);
            store.remember(MailParser.summary(id, new ByteArrayInputStream(content), content.length));
        }
        return store;
    }

    /** Keeps a mail; it is flushed to the disk when this returns. */
    synchronized StoredMail add(String sender, List<String> recipients, byte[] mail) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ByteArrayOutputStream content = new ByteArrayOutputStream(mail.length + 256);
        content.writeBytes(MailParser.envelope(sender, recipients, now).getBytes(StandardCharsets.UTF_8));
        content.writeBytes(mail);
        byte[] bytes = content.toByteArray();
        long id = lastId + 1;
        Path fresh = folder.resolve("incoming");
        try (FileChannel file = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(true);
        }
        Files.move(fresh, file(id), StandardCopyOption.ATOMIC_MOVE);
        StoredMail stored = MailParser.summary(id, new ByteArrayInputStream(bytes), bytes.length);
        remember(stored);
        return stored;
    }

    /** The newest first. */
    synchronized List<StoredMail> newest(int limit, Optional<String> recipient) {
        return mails.descendingMap().values().stream()
                .filter(mail -> recipient.map(mail::isFor).orElse(true))
                .limit(limit)
                .toList();
    }

    synchronized int count() {
        return mails.size();
    }

    /** The file's content; empty if there is no such mail, or no longer. */
    synchronized Optional<byte[]> content(long id) throws IOException {
        if (!mails.containsKey(id)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file(id)));
        } catch (NoSuchFileException deletedByHand) {
            return Optional.empty();
        }
    }

    /** Deletes all mails. Their numbers are not used again while the server runs. */
    synchronized void clear() throws IOException {
        for (Long id : new ArrayList<>(mails.keySet())) {
            forget(id);
        }
    }

    private void remember(StoredMail mail) throws IOException {
        mails.put(mail.id(), mail);
        totalBytes += mail.size();
        lastId = Math.max(lastId, mail.id());
        while (mails.size() > MOST || totalBytes > TOTAL_LIMIT_BYTES) {
            forget(mails.firstKey());
        }
    }

    private void forget(long id) throws IOException {
        Files.deleteIfExists(file(id));
        StoredMail mail = mails.remove(id);
        totalBytes -= mail == null ? 0 : mail.size();
    }

    private Path file(long id) {
        return folder.resolve("%010d%s".formatted(id, SUFFIX));
    }
}
