/** Mails against a real mail server. */
@NullMarked
package dev.confab.task.mail;

import org.jspecify.annotations.NullMarked;
