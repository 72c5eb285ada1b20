import type { UserRef } from '../client';
import { call } from './http';
import type { Page } from './rooms';

/** The service at a glance. */
export interface Overview {
  readonly connections: number;
  readonly averageConnectionSeconds: number;
  readonly rooms: number;
  readonly messages: number;
  readonly accounts: number;
  readonly nodes: readonly { readonly node: string; readonly connections: number; readonly startedAt: string; readonly updatedAt: string }[];
  /** Of the last day, the one with the most messages first. */
  readonly busiest: readonly { readonly id: string; readonly room: string; readonly messages: number; readonly activeUsers: number; readonly online: number }[];
}

export const overview = (): Promise<Overview> => call('GET', '/api/admin/overview');

export type Resolution = 'dismissed' | 'message_deleted' | 'user_banned';

export type ReportState = 'open' | 'resolved' | 'all';

export interface Report {
  readonly id: string;
  readonly room: string;
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

/** Of all rooms, the newest first. */
export const allReports = (state: ReportState): Promise<Page<Report>> => call('GET', `/api/reports?state=${state}`);

/** Decides all open reports of the message and carries the decision out. */
export const resolveReport = (id: string, resolution: Resolution, note: string): Promise<Report> =>
  call('POST', `/api/reports/${encodeURIComponent(id)}/resolve`, { resolution, ...(note.trim() !== '' && { note: note.trim() }) });
