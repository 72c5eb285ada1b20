package dev.confab.chat.message;

/** A message that keeps all rules and is not sent yet. */
record Draft(String clientMessageId, String text) {}
