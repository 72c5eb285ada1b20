package dev.confab.local.mail;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What the list shows of a mail.
 *
 * @param id rises with every mail, also across runs
 * @param sender of the envelope; empty for a notification about a mail
 * @param recipients of the envelope, those that were accepted
 * @param size in bytes, as it was sent
 */
record StoredMail(long id, Instant receivedAt, String sender, List<String> recipients, String subject, long size) {
    StoredMail {
        recipients = List.copyOf(recipients);
    }

    /** Whether the mail was for this address, in any case. */
    boolean isFor(String address) {
        String wanted = address.strip().toLowerCase(Locale.ROOT);
        return recipients.stream()
                .anyMatch(recipient -> recipient.toLowerCase(Locale.ROOT).equals(wanted));
    }
}
