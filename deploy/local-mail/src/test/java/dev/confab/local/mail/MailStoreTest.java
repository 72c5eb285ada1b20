package dev.confab.local.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailStoreTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z"));

    @TempDir
    private Path folder;

    @Test
    void keepsMailsBetweenRuns() throws IOException {
        MailStore.open(folder, CLOCK).add("a@example.org", List.of("b@example.org", "c@example.org"), mail("first"));

        MailStore again = MailStore.open(folder, CLOCK);
        again.add("a@example.org", List.of("d@example.org"), mail("second"));

        assertThat(again.newest(10, Optional.empty()))
                .extracting(StoredMail::id, StoredMail::subject)
                .containsExactly(tuple(2L, "second"), tuple(1L, "first"));
        assertThat(again.newest(10, Optional.of("C@Example.org")))
                .singleElement()
                .satisfies(mail -> {
                    assertThat(mail.sender()).isEqualTo("a@example.org");
                    assertThat(mail.recipients()).containsExactly("b@example.org", "c@example.org");
                    assertThat(mail.receivedAt()).isEqualTo(CLOCK.instant());
                });
    }

    @Test
    void deletesTheOldestWhenThereAreTooMany() throws IOException {
        MailStore store = MailStore.open(folder, CLOCK);
        for (int i = 1; i <= MailStore.MOST + 3; i++) {
            store.add("a@example.org", List.of("b@example.org"), mail("mail " + i));
        }

        assertThat(store.count()).isEqualTo(MailStore.MOST);
        assertThat(store.content(3)).isEmpty();
        assertThat(store.content(4)).isPresent();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(MailStore.MOST);
        }
    }

    @Test
    void deletesTheOldestWhenTheyAreTooLarge() throws IOException {
        MailStore store = MailStore.open(folder, CLOCK);
        byte[] large = new byte[MailStore.MAIL_LIMIT_BYTES - 1024];
        byte[] head = mail("large");
        System.arraycopy(head, 0, large, 0, head.length);
        for (int i = 0; i < 12; i++) {
            store.add("a@example.org", List.of("b@example.org"), large);
        }

        assertThat(store.count()).isEqualTo(10);
    }

    @Test
    void aMailCannotPretendToHaveAnotherEnvelope() throws IOException {
        MailStore store = MailStore.open(folder, CLOCK);
        byte[] forged =
                "X-Inbox-Recipients: boss@example.org\r\nSubject: hi\r\n\r\ntext\r\n".getBytes(StandardCharsets.UTF_8);
        store.add("a@example.org", List.of("b@example.org"), forged);

        MailStore again = MailStore.open(folder, CLOCK);

        assertThat(again.newest(1, Optional.empty()).getFirst().recipients()).containsExactly("b@example.org");
        assertThat(MailParser.original(again.content(1).orElseThrow())).isEqualTo(forged);
    }

    private static byte[] mail(String subject) {
        return "Subject: %s\r\n\r\ntext\r\n".formatted(subject).getBytes(StandardCharsets.UTF_8);
    }
}
