import type { QuotedMessage, UserRef } from '../client';
import { call } from './http';

export interface Reaction {
  readonly emoji: string;
  readonly count: number;
  /** Whether the caller is among them. */
  readonly me: boolean;
  /** At most ten of them. */
  readonly users: readonly UserRef[];
}

/** The place of a thread's first message. */
export interface ThreadRef {
  readonly messageId: string;
  readonly seq: number;
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly contentType: string;
  readonly kind: 'image' | 'file';
  readonly state: string;
  readonly width?: number;
  readonly height?: number;
  /** What has been made of an image, by name. */
  readonly variants?: Readonly<Record<string, { readonly width: number; readonly height: number }>>;
  readonly error?: string;
}

/** A message as history, threads, pins and search show it: with everything that was done to it since. */
export interface StoredMessage {
  readonly seq: number;
  readonly messageId: string;
  readonly time: string;
  readonly user: UserRef;
  readonly text: string;
  readonly mentions?: readonly UserRef[] | null;
  readonly mentionsRoom?: boolean | null;
  readonly replyTo?: QuotedMessage | null;
  readonly clientMessageId?: string | null;
  readonly editedAt?: string | null;
  readonly deleted?: boolean | null;
  readonly pinned?: boolean | null;
  readonly reactions?: readonly Reaction[] | null;
  /** It is an answer in this thread. */
  readonly thread?: ThreadRef | null;
  /** It is the first message of a thread. */
  readonly replies?: { readonly count: number; readonly lastAt: string } | null;
  readonly attachments?: readonly Attachment[] | null;
}

export interface History {
  readonly epoch: string;
  readonly items: readonly StoredMessage[];
  readonly hasMore: boolean;
  /** Up to where the room's events are in the items. */
  readonly seq?: number;
}

export interface ThreadPage {
  readonly root: StoredMessage;
  readonly items: readonly StoredMessage[];
  readonly followed: boolean;
  readonly readSeq: number;
  readonly unread: number;
  readonly hasMore?: boolean;
  readonly seq?: number;
}

export interface FollowedThread {
  readonly room: string;
  readonly roomId: string;
  readonly root: StoredMessage;
  readonly readSeq: number;
  readonly unread: number;
}

export interface Found {
  readonly room: string;
  readonly roomId: string;
  readonly message: StoredMessage;
  readonly headline: readonly { readonly text: string; readonly match: boolean }[];
}

export interface StoredAnnouncement {
  readonly seq: number;
  readonly eventId: string;
  readonly time: string;
  readonly user?: UserRef | null;
  readonly title: string;
  readonly text: string;
}

export interface StoredWhisper {
  readonly messageId: string;
  readonly time: string;
  readonly user: UserRef;
  readonly to: readonly UserRef[];
  readonly text: string;
}

const path = (room: string): string => `/api/rooms/${encodeURIComponent(room)}`;

const message = (room: string, id: string): string => `${path(room)}/messages/${encodeURIComponent(id)}`;

export function history(room: string, before: number | null, limit: number): Promise<History> {
  const parameters = new URLSearchParams({ limit: String(limit), ...(before !== null && { before: String(before) }) });
  return call('GET', `${path(room)}/messages?${parameters}`);
}

export const editMessage = (room: string, id: string, text: string): Promise<unknown> =>
  call('PATCH', message(room, id), { text });

export const deleteMessage = (room: string, id: string): Promise<unknown> => call('DELETE', message(room, id));

export const react = (room: string, id: string, emoji: string, on: boolean): Promise<unknown> =>
  call(on ? 'PUT' : 'DELETE', `${message(room, id)}/reactions/${encodeURIComponent(emoji)}`);

export const pin = (room: string, id: string, on: boolean): Promise<unknown> =>
  call(on ? 'PUT' : 'DELETE', `${message(room, id)}/pin`);

export const pins = (room: string): Promise<{ readonly items: readonly StoredMessage[]; readonly seq?: number }> =>
  call('GET', `${path(room)}/pins`);

export function thread(room: string, root: string, after: number | null): Promise<ThreadPage> {
  return call('GET', `${message(room, root)}/thread${after === null ? '' : `?after=${after}`}`);
}

export const follow = (room: string, root: string, on: boolean): Promise<unknown> =>
  call(on ? 'PUT' : 'DELETE', `${message(room, root)}/follow`);

export const readThread = (room: string, root: string, seq: number): Promise<unknown> =>
  call('POST', `${message(room, root)}/thread/read`, { seq });

export const followedThreads = (): Promise<{ readonly items: readonly FollowedThread[]; readonly next?: string | null }> =>
  call('GET', '/api/me/threads');

/** Who has read a message; refused where too many people could. */
export const receipts = (room: string, id: string): Promise<{ readonly items: readonly UserRef[] }> =>
  call('GET', `${message(room, id)}/receipts`);

/** `seq` is that of the first message that is to count as unread. */
export const markUnread = (room: string, seq: number): Promise<unknown> => call('POST', `${path(room)}/unread`, { seq });

export const whisper = (room: string, to: readonly string[], text: string, clientMessageId: string): Promise<unknown> =>
  call('POST', `${path(room)}/whispers`, { to, text, clientMessageId });

export const announce = (room: string, title: string, text: string): Promise<unknown> =>
  call('POST', `${path(room)}/announcements`, { title, text });

/** The newest announcements of a room, and what was whispered to the caller or by them there. */
export const asidesOf = (
  room: string,
): Promise<{ readonly announcements: readonly StoredAnnouncement[]; readonly whispers: readonly StoredWhisper[] }> =>
  call('GET', `${path(room)}/asides`);

export interface SearchQuery {
  readonly q: string;
  readonly room?: string;
  readonly from?: string;
}

export function searchMessages(
  query: SearchQuery,
  cursor: string | null,
): Promise<{ readonly items: readonly Found[]; readonly next?: string | null }> {
  const parameters = new URLSearchParams({ q: query.q, limit: '20' });
  for (const [name, value] of [['room', query.room], ['from', query.from], ['cursor', cursor]] as const) {
    if (value) {
      parameters.set(name, value);
    }
  }
  return call('GET', `/api/search?${parameters}`);
}
