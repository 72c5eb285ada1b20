import { banFromRoom, kick } from '../../api/moderation';
import { UntilField } from '../../dom/fields';
import { Field } from '../../dom/form';
import { openFormDialog } from '../../dom/formDialog';

const MAX_REASON = 200;
const HOUR = 60;
const DAY = 24 * HOUR;

const reasonField = (autofocus: boolean): Field =>
  new Field({ name: 'reason', label: 'Reason (optional)', hint: 'Everybody in the room can read it.', maxlength: MAX_REASON, optional: true, autofocus });

/** Sends somebody out, who may come back where the room is public. */
export function openKick(room: string, username: string, isPublic: boolean): void {
  const reason = reasonField(true);
  const after = isPublic ? 'The room is public: they can come back at any time. Ban them to keep them away.' : 'They are no member any more and cannot come back unless they are added or invited.';
  openFormDialog(`Send ${username} out?`, after, [reason], { label: 'Send out', danger: true }, () => kick(room, username, reason.value));
}

/** Sends somebody out who may not come back. Without a name, the dialog asks for one. `done` is called after that. */
export function openBan(room: string, username: string | null, done?: () => void): void {
  const reason = reasonField(username !== null);
  const name = new Field({ name: 'username', label: 'Username', maxlength: 32, autofocus: true });
  const until = new UntilField('until', 'For how long', 'Until the ban is lifted', [
    [HOUR, 'One hour'],
    [DAY, 'One day'],
    [7 * DAY, 'One week'],
    [30 * DAY, '30 days'],
  ]);
  openFormDialog(
    username === null ? 'Ban somebody' : `Ban ${username}?`,
    'Whoever is banned is sent out at once, can neither read nor write here, and loses any role in this room.',
    [...(username === null ? [name] : []), reason, until],
    { label: 'Ban', danger: true },
    () => banFromRoom(room, username ?? name.value.trim(), reason.value, until.value),
    done,
  );
}
