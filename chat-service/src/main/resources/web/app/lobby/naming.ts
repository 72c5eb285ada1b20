import type { Person, RoomSummary } from '../api/rooms';

/** A room of people rather than of a subject. */
export const isConversation = ({ kind }: Pick<RoomSummary, 'kind'>): boolean => kind === 'direct' || kind === 'group';

/** With whom a conversation of two is; `null` for all other rooms. */
export function partnerOf(room: Pick<RoomSummary, 'kind' | 'members'>, myId: string): Person | null {
  return room.kind === 'direct' ? (room.members?.find((member) => member.id !== myId) ?? null) : null;
}

/** What a room is called: conversations by who else is in them. */
export function displayName(room: Pick<RoomSummary, 'name' | 'kind' | 'members'>, myId: string): string {
  if (!isConversation(room)) {
    return room.name;
  }
  const others = (room.members ?? []).filter((member) => member.id !== myId).map((member) => member.username);
  return others.length > 0 ? new Intl.ListFormat('en', { type: 'conjunction' }).format(others) : 'Nobody else';
}

/** What to call a room of which only the address is known: that of a conversation says nothing to people. */
export const provisionalName = (name: string): string => (/^(dm|group)_[0-9a-f]{32}$/.test(name) ? 'Conversation' : name);

const NAMED = 4;

/** To what somebody is invited, as the end of a sentence: a room by its name, a conversation by its people. */
export function invitedTo({ room, members }: { readonly room: string; readonly members?: readonly Person[] | undefined }): string {
  if (!members) {
    return room;
  }
  const names = members.slice(0, members.length > NAMED ? NAMED - 1 : NAMED).map(({ username }) => username);
  const rest = members.length - names.length;
  return `the conversation of ${new Intl.ListFormat('en', { type: 'conjunction' }).format(rest > 0 ? [...names, `${rest} others`] : names)}`;
}
