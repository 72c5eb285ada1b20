package dev.confab.chat.protocol;

import dev.confab.chat.message.MessageService;
import dev.confab.chat.typing.TypingService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;

/** Posts messages. The acknowledgement follows the commit. */
@ApplicationScoped
class SendHandler {

    private final MessageService messages;
    private final TypingService typing;

    SendHandler(MessageService messages, TypingService typing) {
        this.messages = messages;
        this.typing = typing;
    }

    CompletableFuture<Void> send(ChatSession session, Command.Send send) {
        JoinedRoom joined = session.requireRoom(send.room());
        return messages.post(
                        joined.room(),
                        session.user(),
                        send.clientMessageId(),
                        send.text(),
                        session.id().toString())
                .invoke(posted -> {
                    session.send(new ServerFrame.Ack(
                            send.id(), joined.room().name(), joined.room().id(), send.clientMessageId(), posted));
                    typing.typing(
                            joined.room().id(),
                            session.user().id(),
                            session.user().username(),
                            false);
                })
                .replaceWithVoid()
                .subscribeAsCompletionStage();
    }
}
