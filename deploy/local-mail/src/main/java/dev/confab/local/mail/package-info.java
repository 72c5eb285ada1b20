/**
 * The mail inbox of a local suite: takes every mail over SMTP, keeps the newest ones on disk and shows them on a page.
 * It forwards nothing. What it answers to a recipient can be told, so that the ways in which a mail server fails can be
 * tried.
 */
@NullMarked
package dev.confab.local.mail;

import org.jspecify.annotations.NullMarked;
