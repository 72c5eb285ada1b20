import type { UserRef } from '../client';
import { call } from './http';
import type { Page } from './rooms';

export interface Ban extends UserRef {
  readonly reason?: string;
  /** Who banned; absent when that account is gone. */
  readonly by?: string;
  readonly bannedAt: string;
  /** Absent: until it is lifted. */
  readonly until?: string;
}

/** What was decided about a report. */
export type Resolution = 'dismissed' | 'message_deleted' | 'user_banned';

export interface Report {
  readonly id: string;
  readonly room: string;
  readonly roomId: string;
  readonly messageId: string;
  readonly seq: number;
  readonly author: UserRef;
  /** What the message says now; absent when it is gone. */
  readonly text?: string;
  readonly reporter: UserRef;
  readonly reason: string;
  readonly state: 'open' | 'resolved';
  readonly resolution?: Resolution;
  readonly note?: string;
  readonly resolvedBy?: string;
  readonly createdAt: string;
  readonly resolvedAt?: string;
}

export type ReportState = 'open' | 'resolved' | 'all';

const path = (room: string): string => `/api/rooms/${encodeURIComponent(room)}`;

const ban = (room: string, username: string): string => `${path(room)}/bans/${encodeURIComponent(username)}`;

/** An empty reason is none. */
export const kick = (room: string, username: string, reason: string): Promise<unknown> =>
  call('POST', `${path(room)}/members/${encodeURIComponent(username)}/kick`, said(reason));

/** `until`: `null` until it is lifted. */
export const banFromRoom = (room: string, username: string, reason: string, until: Date | null): Promise<unknown> =>
  call('PUT', ban(room, username), { ...said(reason), ...(until && { until: until.toISOString() }) });

export const liftBan = (room: string, username: string): Promise<unknown> => call('DELETE', ban(room, username));

export const bans = (room: string): Promise<Page<Ban>> => call('GET', `${path(room)}/bans`);

export const reportMessage = (room: string, messageId: string, reason: string): Promise<unknown> =>
  call('POST', `${path(room)}/messages/${encodeURIComponent(messageId)}/report`, { reason });

export const reportsOf = (room: string, state: ReportState): Promise<Page<Report>> => call('GET', `${path(room)}/reports?state=${state}`);

/** Of all rooms, the newest first; for staff. */
export const allReports = (state: ReportState): Promise<Page<Report>> => call('GET', `/api/reports?state=${state}`);

/** Decides all open reports of the message and carries the decision out. */
export const resolveReport = (id: string, resolution: Resolution, note: string): Promise<Report> =>
  call('POST', `/api/reports/${encodeURIComponent(id)}/resolve`, { resolution, ...(note.trim() !== '' && { note: note.trim() }) });

const said = (reason: string): { readonly reason?: string } => (reason.trim() === '' ? {} : { reason: reason.trim() });
