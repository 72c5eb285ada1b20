import type { UserRef } from '../client';
import { call } from './http';
import type { Status } from './people';

export type Visibility = 'public' | 'private';

export type RoomKind = 'channel' | 'direct' | 'group';

export type RoomRole = 'owner' | 'moderator' | 'member' | 'read_only';

/** What people are to whom nobody gave a role. */
export type DefaultRole = 'member' | 'read_only';

/** Somebody in a conversation. */
export interface Person extends UserRef {
  readonly status?: Status | null;
}

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
  /** Whether somebody gave the caller a role there. */
  readonly member: boolean;
  readonly kind?: RoomKind;
  readonly topic?: string | null;
  readonly slowModeSeconds?: number | null;
  /** `null`: for ever. */
  readonly retentionDays?: number | null;
  readonly defaultRole?: DefaultRole;
  readonly closedAt?: string | null;
  readonly closedReason?: string | null;
  readonly myRole?: RoomRole | null;
  /** Of conversations. */
  readonly members?: readonly Person[] | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}

export interface Member extends UserRef {
  readonly role: RoomRole;
}

/** What shall become different; what is absent stays. */
export interface RoomSettings {
  readonly topic?: string;
  readonly visibility?: Visibility;
  readonly slowModeSeconds?: number;
  readonly bannedWords?: readonly string[];
  /** `null`: for ever. */
  readonly retentionDays?: number | null;
  readonly defaultRole?: DefaultRole;
}

const path = (room: string): string => `/api/rooms/${encodeURIComponent(room)}`;

const member = (room: string, username: string): string => `${path(room)}/members/${encodeURIComponent(username)}`;

/** Rooms with a subject, newest activity first. */
export function listRooms(query: string, after?: string | null): Promise<Page<RoomSummary>> {
  const parameters = new URLSearchParams({ kind: 'channel', limit: '50', ...(query && { q: query }), ...(after && { after }) });
  return call('GET', `/api/rooms?${parameters}`);
}

/** The conversations in which something happened last. */
export const listConversations = (): Promise<Page<RoomSummary>> => call('GET', '/api/rooms?kind=direct,group&limit=100');

/** Returns the room; a public one of this name is created if there is none. */
export const openRoom = (name: string): Promise<RoomSummary> => call('PUT', path(name));

export const createRoom = (name: string, visibility: Visibility): Promise<RoomSummary> =>
  call('POST', '/api/rooms', { name, visibility });

export const members = (room: string, after?: string | null): Promise<Page<Member>> =>
  call('GET', `${path(room)}/members${after ? `?after=${encodeURIComponent(after)}` : ''}`);

/** Makes somebody a member, or gives a member another role. */
export const setRole = (room: string, username: string, role: RoomRole): Promise<unknown> => call('PUT', member(room, username), { role });

/** Ends a membership: one's own, or for owners anybody's. */
export const removeMember = (room: string, username: string): Promise<unknown> => call('DELETE', member(room, username));

export const changeSettings = (room: string, settings: RoomSettings): Promise<RoomSummary> => call('PATCH', path(room), settings);

export const bannedWords = (room: string): Promise<{ readonly words: readonly string[] }> => call('GET', `${path(room)}/banned-words`);

/** Sends everyone out; `archive`: and nobody may write any more. */
export const closeRoom = (room: string, reason: string, archive: boolean): Promise<unknown> =>
  call('POST', `${path(room)}/close`, { reason, archive });

export const reopenRoom = (room: string): Promise<unknown> => call('POST', `${path(room)}/reopen`);

export const deleteRoom = (room: string): Promise<unknown> => call('DELETE', path(room));
