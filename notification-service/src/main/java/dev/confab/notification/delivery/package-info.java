/**
 * What happens to notifications outside of the frontend: after a while unread and not seen online, an e-mail. Every
 * decision is stored with its reason.
 */
@NullMarked
package dev.confab.notification.delivery;

import org.jspecify.annotations.NullMarked;
