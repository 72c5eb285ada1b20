/**
 * Mails as tasks of type {@code send-email}: checked, handed to the mail server, tried again while it is away, and given
 * up when it refuses for good. At least once: the stable {@code Message-ID} lets mailboxes recognise a repetition.
 */
@NullMarked
package dev.confab.task.mail;

import org.jspecify.annotations.NullMarked;
