import { call } from './http';

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
