import type { Account } from '../api/accounts';
import type { ConfabClient, Outbox } from '../client';
import type { RoomDirectory } from '../lobby/directory';
import type { Router } from './router';

/** What the pages of a signed-in user share. */
export interface Session {
  readonly me: Account;
  readonly client: ConfabClient;
  readonly outbox: Outbox;
  readonly rooms: RoomDirectory;
  readonly router: Router;
  /** Unsent text by room. */
  readonly drafts: Map<string, string>;
}

/** One page inside the frame. */
export interface Page {
  readonly element: HTMLElement;
  readonly title: string;
  /** Called once the element is in the document. */
  shown(): void;
  dispose(): void;
}
