package dev.confab.chat.attachment;

import dev.confab.chat.command.ChatCommandHandler;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.MalformedEventException;
import jakarta.enterprise.context.ApplicationScoped;

/** A step of an image's chain is in the dead letter. */
@ApplicationScoped
class AttachmentFailedHandler implements ChatCommandHandler {

    private final AttachmentOutcome outcome;

    AttachmentFailedHandler(AttachmentOutcome outcome) {
        this.outcome = outcome;
    }

    @Override
    public String kind() {
        return "attachment.failed";
    }

    @Override
    public void handle(ChatCommand command) throws MalformedEventException {
        outcome.failed(
                CommandFields.attachment(command),
                CloudEvent.text(command.data(), "error"),
                command.requestId(),
                command.traceParent());
    }
}
