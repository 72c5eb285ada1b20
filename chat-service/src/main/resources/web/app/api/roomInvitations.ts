import type { UserRef } from '../client';
import { call } from './http';
import type { Page } from './rooms';

/** An invitation into a room, as those see it who may invite. */
export interface RoomInvitation {
  readonly id: string;
  readonly room: string;
  readonly by: UserRef;
  /** Who is invited; absent for a link. */
  readonly user?: UserRef;
  /** The secret of a link, only in the answer to its making. */
  readonly code?: string;
  /** How many may use a link; absent for any number. */
  readonly maxUses?: number;
  readonly uses: number;
  readonly createdAt: string;
  readonly expiresAt: string;
}

const path = (room: string): string => `/api/rooms/${encodeURIComponent(room)}/invitations`;

/** Those that can be used, the newest first. */
export const invitationsOf = (room: string): Promise<Page<RoomInvitation>> => call('GET', path(room));

export const invitePerson = (room: string, username: string): Promise<RoomInvitation> => call('POST', path(room), { username });

/** `maxUses`: `null` for any number. */
export const inviteByLink = (room: string, maxUses: number | null, expiresInHours: number): Promise<RoomInvitation> =>
  call('POST', path(room), { ...(maxUses !== null && { maxUses }), expiresInHours });

export const withdrawInvitation = (room: string, id: string): Promise<unknown> => call('DELETE', `${path(room)}/${encodeURIComponent(id)}`);
