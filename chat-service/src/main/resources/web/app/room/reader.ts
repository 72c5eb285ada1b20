import type { RoomRole } from '../api/rooms';
import type { UserRef } from '../client';
import type { Message } from './model/message';
import type { RoomFacts } from './model/state';

/** Where messages are shown, to whom, and what this person can do with them. */
export interface Reader {
  readonly room: string;
  /** What people call the room. */
  title(): string;
  readonly myId: string;
  /** Staff may do everything. */
  readonly staff: boolean;
  facts(): RoomFacts;
  reply(message: Message): void;
  openThread(message: Message): void;
  react(message: Message, emoji: string, on: boolean): void;
  /** Rejects with what the server has against it. */
  edit(message: Message, text: string): Promise<unknown>;
  remove(message: Message): void;
  pin(message: Message, on: boolean): void;
  copyLink(message: Message): void;
  markUnread(message: Message): void;
  showReaders(message: Message): void;
  whisper(person: UserRef): void;
  /** Opens the conversation with somebody. */
  converse(person: UserRef): void;
  /** Tells the moderators that something is wrong with it. */
  report(message: Message): void;
}

type Standing = Pick<Reader, 'staff' | 'facts'>;

export const moderates = (reader: Standing): boolean => {
  const { role } = reader.facts();
  return reader.staff || role === 'owner' || role === 'moderator';
};

/** Changes settings and roles. */
export const manages = (reader: Standing): boolean => reader.staff || reader.facts().role === 'owner';

/** Whether this reader may send away whoever has this role; who is staff only the server knows. */
export const standsAbove = (reader: Standing, role: RoomRole | null): boolean =>
  manages(reader) || (moderates(reader) && role !== 'owner' && role !== 'moderator');

/** In conversations everybody may. */
export const mayPin = (reader: Standing): boolean => moderates(reader) || reader.facts().kind !== 'channel';

/** Why nothing can be written here; `null` where something can. */
export function barred({ facts, staff }: Standing): string | null {
  const { closed, closedReason, role } = facts();
  if (closed) {
    return `This room is closed${closedReason === '' ? '' : ` (${closedReason})`}: it can be read, and nothing more is said in it.`;
  }
  return role === 'read_only' && !staff ? 'You can read along here, but not write.' : null;
}
