import { setRole, type RoomRole } from '../../api/rooms';
import { ChoiceField, type Choice } from '../../dom/fields';
import { openFormDialog } from '../../dom/formDialog';

/** What people may be in a room, highest first. */
export const ROLES: readonly (Choice & { readonly value: RoomRole })[] = [
  { value: 'owner', label: 'Owner', hint: 'Also changes settings and roles, and can close the room' },
  { value: 'moderator', label: 'Moderator', hint: 'Also deletes messages, invites people and sends them away' },
  { value: 'member', label: 'Member', hint: 'Reads and writes' },
  { value: 'read_only', label: 'Reader', hint: 'Reads along and cannot write' },
];

export const roleName = (role: RoomRole): string => ROLES.find((each) => each.value === role)?.label ?? role;

/** Asks what somebody shall be. */
export function openRole(room: string, username: string, current: RoomRole | null): void {
  const choice = new ChoiceField('role', `What ${username} may do`, ROLES, current ?? 'member');
  openFormDialog(`Role of ${username}`, null, [choice], 'Change role', () => setRole(room, username, choice.value as RoomRole));
}
