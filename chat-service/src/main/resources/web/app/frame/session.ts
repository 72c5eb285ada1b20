import type { Account } from '../api/accounts';
import type { ConfabClient, Outbox } from '../client';
import type { RoomDirectory } from '../lobby/directory';
import type { RoomWatcher } from '../lobby/watcher';
import type { Invitations } from '../invitations/invitations';
import type { Inbox } from '../notifications/inbox';
import type { Statuses } from '../people/statuses';
import type { Drafts } from './drafts';
import type { Router } from './router';
import type { ScheduledMessages } from './scheduled';

/** What the pages of a signed-in user share. */
export interface Session {
  readonly me: Account;
  readonly client: ConfabClient;
  readonly outbox: Outbox;
  readonly rooms: RoomDirectory;
  readonly watcher: RoomWatcher;
  readonly router: Router;
  /** `null` where the deployment has no notifications. */
  readonly inbox: Inbox | null;
  /** What is not sent yet. */
  readonly drafts: Drafts;
  /** What people tell of themselves. */
  readonly statuses: Statuses;
  /** To which rooms this user is invited. */
  readonly invitations: Invitations;
  /** What is to be sent later. */
  readonly scheduled: ScheduledMessages;
}

/** One page inside the frame. */
export interface Page {
  readonly element: HTMLElement;
  readonly title: string;
  /** Called once the element is in the document. */
  shown(): void;
  dispose(): void;
}
