import type { StoredAnnouncement, StoredWhisper } from '../../api/messages';
import type { StreamEvent, UserRef } from '../../client';
import type { Message } from './message';

/** What a moderator tells everybody who follows the room. */
export interface Announcement {
  readonly kind: 'announcement';
  readonly seq: number;
  readonly id: string;
  readonly time: Date;
  readonly user: UserRef | null;
  readonly title: string;
  readonly text: string;
}

/** Said to some people of the room only; it comes by the personal stream and has no place in the room's. */
export interface Whisper {
  readonly kind: 'whisper';
  readonly id: string;
  readonly time: Date;
  readonly user: UserRef;
  readonly to: readonly UserRef[];
  readonly text: string;
}

/** Something that happened and that nobody said. `presence` is kept apart: comings and goings in a row share a line. */
export interface Notice {
  readonly kind: 'notice';
  readonly id: string;
  readonly time: Date;
  readonly text: string;
  readonly presence: readonly { readonly user: UserRef; readonly online: boolean }[] | null;
}

/** One line of the room's log. */
export type Line = Message | Announcement | Whisper | Notice;

export const lineId = (line: Line): string => (line.kind === 'message' ? line.messageId : line.id);

/** The place in the room's stream; `null` for what has none. */
export const lineSeq = (line: Line): number | null => (line.kind === 'message' || line.kind === 'announcement' ? line.seq : null);

export const storedAnnouncement = (stored: StoredAnnouncement): Announcement => ({
  kind: 'announcement',
  seq: stored.seq,
  id: stored.eventId,
  time: new Date(stored.time),
  user: stored.user ?? null,
  title: stored.title,
  text: stored.text,
});

export const storedWhisper = ({ messageId, time, user, to, text }: StoredWhisper): Whisper => ({
  kind: 'whisper',
  id: messageId,
  time: new Date(time),
  user,
  to,
  text,
});

export function announcementOf({ seq, eventId, time, user, data }: StreamEvent): Announcement {
  return {
    kind: 'announcement',
    seq,
    id: eventId,
    time: new Date(time),
    user: user ?? null,
    title: textOf(data['title']),
    text: textOf(data['text']),
  };
}

/** `null` when the event is no whisper that can be shown. */
export function whisperOf({ time, user, data }: StreamEvent): Whisper | null {
  const author = user ?? userOf(data['user']);
  const to = Array.isArray(data['to']) ? data['to'].flatMap((each) => userOf(each) ?? []) : [];
  // The same in everybody's copy.
  const id = textOf(data['messageId']);
  return author && data['deleted'] !== true ? { kind: 'whisper', id, time: new Date(time), user: author, to, text: textOf(data['text']) } : null;
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function userOf(value: unknown): UserRef | null {
  return typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'username' in value &&
    typeof value.username === 'string'
    ? { id: value.id, username: value.username }
    : null;
}
