import { reportMessage } from '../../api/moderation';
import { AreaField } from '../../dom/fields';
import { openFormDialog } from '../../dom/formDialog';
import { toast } from '../../frame/toast';
import { shortened, type Message } from '../model/message';

const MAX_REASON = 500;
const PREVIEW = 200;

/** Tells those who moderate the room that something is wrong with a message. */
export function openReport(room: string, { messageId, user, text }: Message): void {
  const reason = new AreaField({ name: 'reason', label: 'What is wrong with it', rows: 3, maxlength: MAX_REASON, autofocus: true });
  const quote = text === '' ? '' : ` “${shortened(text, PREVIEW)}”`;
  openFormDialog(
    `Report the message by ${user.username}`,
    `Those who moderate this room see who reports it, and decide.${quote}`,
    [reason],
    'Report',
    // The server takes one line.
    () => reportMessage(room, messageId, reason.value.replace(/\s+/g, ' ')),
    () => toast('Reported. Those who moderate this room will look at it.'),
  );
}
