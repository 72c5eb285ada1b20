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
