package dev.confab.chat.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.confab.common.connection.CloseCode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.error.ErrorCode;
import dev.confab.common.stream.DeliverableEvent;
import dev.confab.common.stream.StreamSubscriber;

/** Brings a session in one room what is whispered to its user there; nothing else of the personal stream. */
record WhisperStream(ChatSession session, String roomId) implements StreamSubscriber {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void onEvent(DeliverableEvent event) {
        if (event.event().type().equals("message.whispered") && isOfTheRoom(event)) {
            session.deliver(event);
        }
    }

    @Override
    public boolean awaitCapacity() throws InterruptedException {
        return session.connection().awaitCapacity();
    }

    @Override
    public void onLost(ConfabException cause) {
        session.connection().close(CloseCode.SLOW_CONSUMER, "personal stream lost");
    }

    private boolean isOfTheRoom(DeliverableEvent event) {
        try {
            return JSON.readTree(event.event().data()).path("roomId").asText().equals(roomId);
        } catch (JsonProcessingException e) {
            throw new ConfabException(ErrorCode.INTERNAL, "An event cannot be read", e);
        }
    }
}
