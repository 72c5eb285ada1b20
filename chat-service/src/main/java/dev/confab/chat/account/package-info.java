/**
 * Accounts and what they sign in with: registration, passwords, login, refresh tokens, browser sessions, signing
 * keys, and the staff's administration of all of them.
 */
@NullMarked
package dev.confab.chat.account;

import org.jspecify.annotations.NullMarked;
