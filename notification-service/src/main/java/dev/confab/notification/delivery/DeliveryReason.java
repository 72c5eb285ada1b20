package dev.confab.notification.delivery;

import java.util.Locale;

/** Why something was sent, was not, or has to wait. Codes are stable; more may be added. */
enum DeliveryReason {
    /** Sent: still unread, and the recipient was not seen online since. */
    UNREAD,
    /** Not sent: the notification was read, here or by reading the room. */
    READ,
    /** Not sent: the recipient is online, or was after the event. */
    ONLINE,
    /** Not sent: there is no address, or no account of the recipient ever arrived. */
    NO_ADDRESS,
    /** Not sent: the recipient is banned. */
    BANNED,
    /** Not sent: the event was too old when it could be decided. */
    TOO_OLD,
    /** Not sent: mails are switched off. */
    DISABLED,
    /** Waits, or sent in the end: nobody could say whether the recipient was online. */
    PRESENCE_UNKNOWN,
    /** Waits: the recipient's account has not arrived yet. */
    ACCOUNT_UNKNOWN,
    /** Waits: an error, which the log shows, kept the decision from being carried out. */
    FAILED;

    /** As stored and in JSON. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
