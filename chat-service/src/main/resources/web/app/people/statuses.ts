import type { Account } from '../api/accounts';
import { statusOf, type Status } from '../api/people';
import { Emitter, type Unsubscribe } from '../client';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What people tell of themselves, by their ids, as far as this page has heard of it. What has ended is not told any more. */
export class Statuses {
  /** The id of somebody who tells something else now. */
  readonly changes = new Emitter<string>();
  readonly #told = new Map<string, { readonly status: Status; readonly timer: number }>();

  constructor(private readonly me: Account) {}

  get mine(): Status | null {
    return this.get(this.me.id);
  }

  get(userId: string): Status | null {
    return this.#told.get(userId)?.status ?? null;
  }

  put(userId: string, status: Status | null): void {
    const known = this.#told.get(userId);
    if (same(known?.status ?? null, status)) {
      return;
    }
    clearTimeout(known?.timer);
    this.#told.delete(userId);
    if (status && left(status) > 0) {
      const timer = status.until ? window.setTimeout(() => this.put(userId, null), Math.min(left(status), LONGEST_TIMER_MS)) : 0;
      this.#told.set(userId, { status, timer });
    }
    this.changes.emit(userId);
  }

  /** From a value of the protocol: `{text, emoji?, until?}`, or nothing. */
  hear(userId: string, value: unknown): void {
    this.put(userId, statusFrom(value));
  }

  /** A failure leaves what is known; the next time the page is loaded asks again. */
  async loadMine(): Promise<void> {
    try {
      const { status } = await statusOf(this.me.username);
      this.put(this.me.id, status ?? null);
    } catch {
      return;
    }
  }

  /** Calls at once, and again whenever one of these people tells something else. */
  watch(userId: string, listener: (status: Status | null) => void): Unsubscribe {
    listener(this.get(userId));
    return this.changes.on((changed) => changed === userId && listener(this.get(userId)));
  }
}

function statusFrom(value: unknown): Status | null {
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') {
    return null;
  }
  const { emoji, until } = value as { readonly emoji?: unknown; readonly until?: unknown };
  return { text: value.text, emoji: typeof emoji === 'string' ? emoji : null, until: typeof until === 'string' ? until : null };
}

const left = ({ until }: Status): number => (until ? Date.parse(until) - Date.now() : Infinity);

const same = (a: Status | null, b: Status | null): boolean =>
  a === b || (a !== null && b !== null && a.text === b.text && (a.emoji ?? null) === (b.emoji ?? null) && (a.until ?? null) === (b.until ?? null));
