package dev.confab.chat.attachment;

import java.util.Locale;

/** What is done with a file. */
enum AttachmentKind {
    /** Is offered for download. */
    FILE,
    /** Is shown as well, in the variants that are made of it. */
    IMAGE;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
