package dev.confab.chat.attachment;

import dev.confab.chat.command.ChatCommandHandler;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.event.MalformedEventException;
import jakarta.enterprise.context.ApplicationScoped;

/** Everything that is made of an image is there. */
@ApplicationScoped
class AttachmentProcessedHandler implements ChatCommandHandler {

    private final AttachmentOutcome outcome;

    AttachmentProcessedHandler(AttachmentOutcome outcome) {
        this.outcome = outcome;
    }

    @Override
    public String kind() {
        return "attachment.processed";
    }

    @Override
    public void handle(ChatCommand command) throws MalformedEventException {
        outcome.processed(
                CommandFields.attachment(command),
                CommandFields.number(command.data(), "width", 1, Integer.MAX_VALUE),
                CommandFields.number(command.data(), "height", 1, Integer.MAX_VALUE),
                CommandFields.variants(command),
                command);
    }
}
