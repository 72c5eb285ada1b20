package dev.confab.chat.protocol;

import dev.confab.chat.message.MessageRequest;
import dev.confab.chat.message.MessageService;
import dev.confab.chat.typing.TypingService;
import dev.confab.common.trace.TraceStep;
import dev.confab.common.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;

/** Posts messages. The acknowledgement follows the commit. */
@ApplicationScoped
class SendHandler {

    private final MessageService messages;
    private final TypingService typing;
    private final Tracing tracing;

    SendHandler(MessageService messages, TypingService typing, Tracing tracing) {
        this.messages = messages;
        this.typing = typing;
        this.tracing = tracing;
    }

    CompletableFuture<Void> send(ChatSession session, Command.Send send) {
        JoinedRoom joined = session.requireRoom(send.room());
        TraceStep step = tracing.begin("chat send", SpanKind.SERVER, send.traceParent())
                .with("confab.room.id", joined.room().id().toString());
        return messages.post(
                        joined.room(),
                        session.user(),
                        new MessageRequest(
                                send.clientMessageId(),
                                send.text(),
                                send.replyTo(),
                                send.threadId(),
                                send.attachments()),
                        session.nextRequestId(),
                        step.traceParent().value())
                .whenComplete((posted, failure) -> step.end(failure))
                .thenAccept(posted -> {
                    session.send(new ServerFrame.Ack(
                            send.id(), joined.room().name(), joined.room().id(), send.clientMessageId(), posted));
                    typing.typing(
                            joined.room().id(),
                            session.user().id(),
                            session.user().username(),
                            false);
                });
    }
}
