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
  whisper(message: Message): void;
}

export const moderates = (reader: Pick<Reader, 'staff' | 'facts'>): boolean => {
  const { role } = reader.facts();
  return reader.staff || role === 'owner' || role === 'moderator';
};

/** In conversations everybody may. */
export const mayPin = (reader: Pick<Reader, 'staff' | 'facts'>): boolean => moderates(reader) || reader.facts().kind !== 'channel';
