package dev.confab.chat.attachment;

import java.util.Locale;

/** Whether what is made of a file is there. A file that nothing is made of is ready at once. */
enum AttachmentState {
    PROCESSING,
    READY,
    /** Nothing could be made of it; the original can be fetched all the same. */
    FAILED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
