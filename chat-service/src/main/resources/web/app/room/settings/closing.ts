import { closeRoom, deleteRoom, removeMember, reopenRoom } from '../../api/rooms';
import { confirm } from '../../dom/confirm';
import { ChoiceField } from '../../dom/fields';
import { Field } from '../../dom/form';
import { openFormDialog } from '../../dom/formDialog';
import type { Session } from '../../frame/session';
import type { Reader } from '../reader';

const MAX_REASON = 120;
const END = 'end';
const ARCHIVE = 'archive';

/** Ends what goes on in the room. Everybody is told the reason. */
export function openClose({ room }: Reader): void {
  const reason = new Field({ name: 'reason', label: 'Reason', hint: 'Everybody who is here sees it.', maxlength: MAX_REASON, autofocus: true });
  const how = new ChoiceField(
    'how',
    'What happens then',
    [
      { value: END, label: 'End the chat', hint: 'Everybody is sent out now and can come back' },
      { value: ARCHIVE, label: 'Archive the room', hint: 'Everybody is sent out; it can be read, and nobody writes until it is opened again' },
    ],
    END,
  );
  openFormDialog('Close the room', null, [reason, how], { label: 'Close the room', danger: true }, () => closeRoom(room, reason.value.trim(), how.value === ARCHIVE));
}

/** Lets people write again. */
export function openReopen({ room }: Reader): void {
  confirm('Open the room again?', 'Everybody who may write here can do so again.', 'Open', () => reopenRoom(room), false);
}

export function openLeave({ room, facts }: Reader, { me, router }: Session): void {
  const text = facts().visibility === 'public' ? 'You lose your role. The room is public: you can come back, without it.' : 'You cannot come back unless you are added or invited again.';
  confirm('Leave this room?', text, 'Leave', async () => {
    await removeMember(room, me.username);
    router.go('/');
  });
}

export function openDelete({ room, title }: Reader, { router }: Session): void {
  confirm(`Delete ${title()}?`, 'The room and everything that was said in it is deleted for everybody and cannot be brought back.', 'Delete the room', async () => {
    await deleteRoom(room);
    router.go('/');
  });
}
