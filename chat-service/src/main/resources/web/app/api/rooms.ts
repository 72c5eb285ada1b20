import type { UserRef } from '../client';
import { call } from './http';

export type Visibility = 'public' | 'private';

export type RoomKind = 'channel' | 'direct' | 'group';

export type RoomRole = 'owner' | 'moderator' | 'member' | 'read_only';

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
  readonly kind?: RoomKind;
  readonly topic?: string | null;
  readonly slowModeSeconds?: number | null;
  readonly closedAt?: string | null;
  readonly myRole?: RoomRole | null;
  /** Of conversations. */
  readonly members?: readonly UserRef[] | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}

export interface Member extends UserRef {
  readonly role: RoomRole;
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

export const members = (room: string): Promise<Page<Member>> => call('GET', `${path(room)}/members`);

export const addMember = (room: string, username: string): Promise<unknown> =>
  call('PUT', `${path(room)}/members/${encodeURIComponent(username)}`, { role: 'member' });

export const removeMember = (room: string, username: string): Promise<unknown> =>
  call('DELETE', `${path(room)}/members/${encodeURIComponent(username)}`);
