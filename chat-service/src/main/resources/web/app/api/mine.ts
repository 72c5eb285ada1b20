import { call } from './http';

export interface UnreadRoom {
  readonly room: string;
  readonly roomId: string;
  /** The read marker. */
  readonly seq: number;
  /** The server stops counting at 100. */
  readonly unread: number;
  readonly mentions: number;
  readonly muted: boolean;
}

export interface StoredDraft {
  readonly room: string;
  readonly roomId: string;
  readonly threadId?: string | null;
  readonly text: string;
  readonly updatedAt: string;
}

export interface Scheduled {
  readonly id: string;
  readonly room: string;
  readonly text: string;
  readonly sendAt: string;
  readonly threadId?: string | null;
  /** Why it could not be sent. */
  readonly error?: { readonly code: string; readonly message: string } | null;
}

const path = (room: string): string => `/api/rooms/${encodeURIComponent(room)}`;

export const unreadRooms = (): Promise<{ readonly rooms: readonly UnreadRoom[] }> => call('GET', '/api/me/unread');

export const storedDrafts = (): Promise<{ readonly items: readonly StoredDraft[] }> => call('GET', '/api/me/drafts');

/** An empty text removes the draft. `leaving` lets the request survive the page. */
export const storeDraft = (room: string, threadId: string | null, text: string, leaving = false): Promise<unknown> =>
  call('PUT', `${path(room)}/draft`, { text, ...(threadId !== null && { threadId }) }, leaving);

export const scheduledMessages = (): Promise<{ readonly items: readonly Scheduled[] }> => call('GET', '/api/me/scheduled');

export const schedule = (
  room: string,
  message: { readonly text: string; readonly sendAt: string; readonly replyTo?: string; readonly threadId?: string },
): Promise<Scheduled> => call('POST', `${path(room)}/scheduled`, message);

export const cancelScheduled = (id: string): Promise<unknown> =>
  call('DELETE', `/api/me/scheduled/${encodeURIComponent(id)}`);

/** `until`: `null` until it is lifted. */
export const muteRoom = (room: string, until: Date | null): Promise<unknown> =>
  call('PUT', `${path(room)}/mute`, until ? { until: until.toISOString() } : {});

export const unmuteRoom = (room: string): Promise<unknown> => call('DELETE', `${path(room)}/mute`);
