package dev.confab.client.connection;

import java.util.concurrent.CompletableFuture;

/** A message without an acknowledgement yet; {@code giveUpAt} is when a temporary refusal becomes final. */
record PendingSend(
        String id, String room, OutgoingMessage message, long giveUpAt, CompletableFuture<SentMessage> result) {
    String frame() {
        return FrameCodec.send(id, room, message);
    }
}
