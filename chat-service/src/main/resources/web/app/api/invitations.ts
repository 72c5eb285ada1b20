import type { UserRef } from '../client';
import { call } from './http';
import type { Page, Person } from './rooms';

/** An invitation of one person into a room. */
export interface ReceivedInvitation {
  readonly id: string;
  readonly room: string;
  /** Who is in it, of conversations. */
  readonly members?: readonly Person[];
  readonly by: UserRef;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** To what a link invites. */
export interface LinkedInvitation {
  readonly room: string;
  /** Who is in it, of conversations. */
  readonly members?: readonly Person[];
  readonly by: UserRef;
  /** Whether this user is in the room already. */
  readonly member: boolean;
  readonly expiresAt: string;
}

export const myInvitations = (): Promise<Page<ReceivedInvitation>> => call('GET', '/api/me/invitations');

export const acceptInvitation = (id: string): Promise<{ readonly room: string }> =>
  call('POST', `/api/me/invitations/${encodeURIComponent(id)}/accept`);

export const declineInvitation = (id: string): Promise<unknown> =>
  call('POST', `/api/me/invitations/${encodeURIComponent(id)}/decline`);

export const showLink = (code: string): Promise<LinkedInvitation> => call('POST', '/api/invitations/show', { code });

export const acceptLink = (code: string): Promise<{ readonly room: string }> =>
  call('POST', '/api/invitations/accept', { code });
