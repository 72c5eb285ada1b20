import type { QuotedMessage, UserRef } from '../client';
import { call } from './http';

export type Visibility = 'public' | 'private';

export interface RoomSummary {
  readonly id: string;
  readonly name: string;
  readonly visibility: Visibility;
  readonly createdAt: string;
  readonly lastActivityAt: string;
  readonly online: number;
  /** Messages of others; the server stops counting at 100. */
  readonly unread: number;
  readonly lastSeq: number;
  readonly lastMessage: { readonly username: string; readonly text: string; readonly time: string } | null;
  readonly member: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}

export interface StoredMessage {
  readonly seq: number;
  readonly messageId: string;
  readonly time: string;
  readonly user: UserRef;
  readonly text: string;
  readonly mentions?: readonly UserRef[];
  readonly replyTo?: QuotedMessage | null;
  readonly clientMessageId?: string | null;
}

export interface History {
  readonly epoch: string;
  readonly items: readonly StoredMessage[];
  readonly hasMore: boolean;
}

export interface Member extends UserRef {
  readonly role: 'owner' | 'member';
}

const path = (room: string): string => `/api/rooms/${encodeURIComponent(room)}`;

export function listRooms(query: string, after?: string | null): Promise<Page<RoomSummary>> {
  const parameters = new URLSearchParams({ limit: '50', ...(query && { q: query }), ...(after && { after }) });
  return call('GET', `/api/rooms?${parameters}`);
}

/** Returns the room; a public one of this name is created if there is none. */
export const openRoom = (name: string): Promise<RoomSummary> => call('PUT', path(name));

export const createRoom = (name: string, visibility: Visibility): Promise<RoomSummary> =>
  call('POST', '/api/rooms', { name, visibility });

export function history(room: string, before: number | null, limit: number): Promise<History> {
  const parameters = new URLSearchParams({ limit: String(limit), ...(before !== null && { before: String(before) }) });
  return call('GET', `${path(room)}/messages?${parameters}`);
}

export const members = (room: string): Promise<Page<Member>> => call('GET', `${path(room)}/members`);

export const addMember = (room: string, username: string): Promise<unknown> =>
  call('PUT', `${path(room)}/members/${encodeURIComponent(username)}`, { role: 'member' });

export const removeMember = (room: string, username: string): Promise<unknown> =>
  call('DELETE', `${path(room)}/members/${encodeURIComponent(username)}`);
