import type { UserRef } from '../client';
import { call } from './http';

export type Visibility = 'public' | 'private';

export interface RoomSummary {
  readonly id: string;
  readonly name: string;
  readonly visibility: Visibility;
  readonly createdAt: string;
  readonly lastActivityAt: string;
  readonly online: number;
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
  readonly clientMessageId?: string | null;
}

export interface History {
  readonly epoch: string;
  readonly items: readonly StoredMessage[];
  readonly hasMore: boolean;
}

export interface Member {
  readonly user: UserRef;
  readonly role: 'owner' | 'member';
}

const path = (room: string): string => `/api/rooms/${encodeURIComponent(room)}`;

/** Upper-case enum names are taken too. */
const normalised = (room: RoomSummary): RoomSummary => ({
  ...room,
  visibility: room.visibility.toLowerCase() as Visibility,
});

export async function listRooms(query: string, after?: string | null): Promise<Page<RoomSummary>> {
  const parameters = new URLSearchParams({ limit: '50', ...(query && { q: query }), ...(after && { after }) });
  const page = await call<Page<RoomSummary>>('GET', `/api/rooms?${parameters}`);
  return { ...page, items: page.items.map(normalised) };
}

/** Returns the room; a public one of this name is created if there is none. */
export const openRoom = async (name: string): Promise<RoomSummary> =>
  normalised(await call<RoomSummary>('PUT', path(name)));

export const createRoom = async (name: string, visibility: Visibility): Promise<RoomSummary> =>
  normalised(await call<RoomSummary>('POST', '/api/rooms', { name, visibility }));

export function history(room: string, before: number | null, limit: number): Promise<History> {
  const parameters = new URLSearchParams({ limit: String(limit), ...(before !== null && { before: String(before) }) });
  return call('GET', `${path(room)}/messages?${parameters}`);
}

export const members = (room: string): Promise<Page<Member>> => call('GET', `${path(room)}/members`);

export const addMember = (room: string, username: string): Promise<unknown> =>
  call('PUT', `${path(room)}/members/${encodeURIComponent(username)}`, { role: 'member' });

export const removeMember = (room: string, username: string): Promise<unknown> =>
  call('DELETE', `${path(room)}/members/${encodeURIComponent(username)}`);
