package dev.confab.chat.attachment;

import dev.confab.chat.command.ChatCommandHandler;
import dev.confab.chat.hint.RoomHintService;
import dev.confab.common.command.ChatCommand;
import dev.confab.common.event.CloudEvent;
import dev.confab.common.event.MalformedEventException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** A step of an image's chain is done: whoever looks at the room of its message is told. */
@ApplicationScoped
class AttachmentProgressHandler implements ChatCommandHandler {

    private static final int ALL = 100;

    private final AttachmentOutcome outcome;
    private final RoomHintService hints;

    /** The fields of the push. */
    private record Progress(UUID attachmentId, String step, int percent) {}

    AttachmentProgressHandler(AttachmentOutcome outcome, RoomHintService hints) {
        this.outcome = outcome;
        this.hints = hints;
    }

    @Override
    public String kind() {
        return "attachment.progress";
    }

    @Override
    public void handle(ChatCommand command) throws MalformedEventException {
        String step = CloudEvent.text(command.data(), "step");
        int percent = CommandFields.number(command.data(), "percent", 0, ALL);
        Attachment attachment = outcome.find(CommandFields.attachment(command));
        if (attachment != null && attachment.state() == AttachmentState.PROCESSING && attachment.messageId() != null) {
            hints.show(attachment.roomId(), "progress", new Progress(attachment.id(), step, percent));
        }
    }
}
