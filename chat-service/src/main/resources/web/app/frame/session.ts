import type { Account } from '../api/accounts';
import type { ConfabClient, Outbox, QuotedMessage } from '../client';
import type { RoomDirectory } from '../lobby/directory';
import type { Inbox } from '../notifications/inbox';
import type { Router } from './router';

/** What the pages of a signed-in user share. */
export interface Session {
  readonly me: Account;
  readonly client: ConfabClient;
  readonly outbox: Outbox;
  readonly rooms: RoomDirectory;
  readonly router: Router;
  /** `null` where the deployment has no notifications. */
  readonly inbox: Inbox | null;
  /** What is not sent yet, by room. */
  readonly drafts: Map<string, Draft>;
}

/** A message that is being written. */
export interface Draft {
  readonly text: string;
  readonly replyTo: QuotedMessage | null;
}

/** One page inside the frame. */
export interface Page {
  readonly element: HTMLElement;
  readonly title: string;
  /** Called once the element is in the document. */
  shown(): void;
  dispose(): void;
}
