import type { UserRef } from '../client';
import { call } from './http';
import type { Page, RoomSummary } from './rooms';

/** What somebody tells of themselves. */
export interface Status {
  readonly text: string;
  readonly emoji?: string | null;
  readonly until?: string | null;
}

/** The first people whose names begin so. */
export const findPeople = (q: string): Promise<Page<UserRef>> =>
  call('GET', `/api/people?${new URLSearchParams({ q, limit: '8' })}`);

/** The conversation with these people: with one it is always the same, with more a new one. */
export const converse = (usernames: readonly string[]): Promise<RoomSummary> =>
  call('POST', '/api/conversations', { usernames });

export const statusOf = (username: string): Promise<{ readonly status?: Status | null }> =>
  call('GET', `/api/users/${encodeURIComponent(username)}/status`);

export const setStatus = (status: Status): Promise<Status> => call('PUT', '/api/me/status', status);

export const clearStatus = (): Promise<unknown> => call('DELETE', '/api/me/status');
